using System.Collections.Concurrent;

namespace StreamWatch.Collectors.Feeds;

/// <summary>
/// Decompresses on a thread of its own, at most a set number of blocks ahead of the reader, so that memory stays bounded however slow the
/// reader is. Blocks go round between the two.
/// </summary>
internal sealed class PumpedBlocks : IBlockSource
{
    private readonly Stream stream;
    private readonly BlockingCollection<ArraySegment<byte>> full;
    private readonly ConcurrentBag<byte[]> empty = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly Thread thread;
    private readonly int blockSize;
    private byte[]? current;
    private bool disposed;

    public PumpedBlocks(Stream stream, int blockSize, int blocksAhead)
    {
        this.stream = stream;
        this.blockSize = blockSize;
        full = new BlockingCollection<ArraySegment<byte>>(blocksAhead);
        thread = new Thread(Pump) { IsBackground = true, Name = "feed decompression" };
        thread.Start();
    }

    public string? Fault { get; private set; }

    public bool TryNext(out ArraySegment<byte> block)
    {
        if (current is not null)
        {
            empty.Add(current);
            current = null;
        }

        if (!full.TryTake(out var next, Timeout.Infinite, stopping.Token))
        {
            block = default;
            return false;
        }

        current = next.Array;
        block = next;
        return true;
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        stopping.Cancel();
        thread.Join();
        stream.Dispose();
        full.Dispose();
        stopping.Dispose();
    }

    private void Pump()
    {
        try
        {
            while (true)
            {
                if (!empty.TryTake(out var block))
                {
                    block = GC.AllocateUninitializedArray<byte>(blockSize);
                }

                var length = BlockFilling.Fill(stream, block, out var fault);
                if (length > 0)
                {
                    full.Add(new ArraySegment<byte>(block, 0, length), stopping.Token);
                }

                if (length == 0 || fault is not null)
                {
                    Fault = fault;
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The reader was closed before the end.
        }
        finally
        {
            full.CompleteAdding();
        }
    }
}
