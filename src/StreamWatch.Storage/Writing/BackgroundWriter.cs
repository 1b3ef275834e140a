using System.Collections.Concurrent;
using System.Threading.Channels;
using StreamWatch.Storage.Ledgers;

namespace StreamWatch.Storage.Writing;

/// <summary>
/// Stores blocks in the background, one at a time and in the order they came, and keeps the emptied blocks for use again. The first failure ends
/// it: every later call throws that failure.
/// </summary>
public sealed class BackgroundWriter : IAsyncDisposable
{
    /// <summary>
    /// Blocks after which merges go on again. Each block is a part or two, and ClickHouse slows inserts down at 1,000 parts a partition.
    /// </summary>
    public const int BlocksWithoutMerges = 256;

    /// <summary>Most blocks that may wait.</summary>
    public const int MaxWaiting = 64;

    private readonly Ledger _ledger;
    private readonly TimeProvider _time;
    private readonly MergePause? _pause;
    private readonly Channel<Work> _channel;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Type, ConcurrentBag<NativeBlock>> _idle = new();
    private readonly Task _loop;
    private long _rows;
    private long _bytes;
    private long _skipped;
    private long _busyTicks;

    internal BackgroundWriter(Ledger ledger, int waiting, MergePause? pause, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(waiting, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(waiting, MaxWaiting);
        _ledger = ledger;
        _time = time;
        _pause = pause;
        _channel = Channel.CreateBounded<Work>(new BoundedChannelOptions(waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Rows stored by this writer.</summary>
    public long RowsStored => Interlocked.Read(ref _rows);

    /// <summary>Bytes sent.</summary>
    public long BytesSent => Interlocked.Read(ref _bytes);

    /// <summary>Blocks that were stored already.</summary>
    public long BlocksSkipped => Interlocked.Read(ref _skipped);

    /// <summary>Time spent storing.</summary>
    public TimeSpan Busy => TimeSpan.FromTicks(Interlocked.Read(ref _busyTicks));

    /// <summary>An empty block, used before where there is one.</summary>
    public TBlock Rent<TBlock>()
        where TBlock : NativeBlock, new() =>
        _idle.TryGetValue(typeof(TBlock), out var bag) && bag.TryTake(out var block) ? (TBlock)block : new TBlock();

    /// <summary>Hands a block over; it belongs to the writer from now on. Waits while enough others do.</summary>
    /// <exception cref="StorageException">The writer has failed before.</exception>
    public async ValueTask EnqueueAsync(StoredSource source, OffsetRange range, NativeBlock block, CancellationToken cancellationToken = default)
    {
        try
        {
            await _channel.Writer.WriteAsync(new Work(source, range, block), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw e.InnerException is StorageException known ? new StorageException(known.Message, known)
                : new StorageException($"storing failed: {(e.InnerException ?? e).Message}", e.InnerException ?? e);
        }
    }

    /// <summary>Waits until everything handed over is stored; nothing can be handed over afterwards. Throws the failure if there was one.</summary>
    public Task CompleteAsync()
    {
        _channel.Writer.TryComplete();
        return _loop;
    }

    /// <summary>Stops without storing what waits, unless <see cref="CompleteAsync"/> was awaited before; throws nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_channel.Reader.TryRead(out var work))
        {
            work.Block.Dispose();
        }

        foreach (var block in _idle.Values.SelectMany(b => b))
        {
            block.Dispose();
        }

        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        var blocks = 0;
        try
        {
            if (_pause is not null)
            {
                await _pause.BeginAsync(_stop.Token).ConfigureAwait(false);
            }

            await foreach (var (source, range, block) in _channel.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                var started = _time.GetTimestamp();
                if (await _ledger.WriteAsync(source, range, block, _stop.Token).ConfigureAwait(false))
                {
                    Interlocked.Add(ref _rows, block.Rows);
                    Interlocked.Add(ref _bytes, block.Length);
                }
                else
                {
                    Interlocked.Increment(ref _skipped);
                }

                Interlocked.Add(ref _busyTicks, _time.GetElapsedTime(started).Ticks);
                if (++blocks == BlocksWithoutMerges && _pause is not null)
                {
                    await _pause.EndAsync().ConfigureAwait(false);
                }

                block.Clear();
                _idle.GetOrAdd(block.GetType(), _ => []).Add(block);
            }
        }
        catch (Exception e)
        {
            _channel.Writer.TryComplete(e);
            throw;
        }
        finally
        {
            if (_pause is not null)
            {
                await _pause.EndAsync().ConfigureAwait(false);
            }
        }
    }

    private readonly record struct Work(StoredSource Source, OffsetRange Range, NativeBlock Block);
}
