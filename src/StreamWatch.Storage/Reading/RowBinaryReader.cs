using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace StreamWatch.Storage.Reading;

/// <summary>Reads the rows of an answer in ClickHouse's RowBinary format: the values of a row one behind the other, without names or lengths.</summary>
/// <param name="answer">The bytes; is not closed.</param>
/// <param name="read">Reads one row.</param>
internal sealed class RowBinaryReader<T>(Stream answer, RowBinaryReader<T>.TryReadRow read)
{
    /// <summary>Reads a row from where the bytes stand; false where they end within it.</summary>
    public delegate bool TryReadRow(ref SequenceReader<byte> bytes, out T row);

    /// <summary>Every row.</summary>
    /// <exception cref="StorageException">The answer ends within a row.</exception>
    public async IAsyncEnumerable<T> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(answer, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        var rows = new List<T>();
        try
        {
            while (true)
            {
                var got = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
                var end = Take(got.Buffer, rows);
                if (got.IsCompleted && !got.Buffer.Slice(end).IsEmpty)
                {
                    throw new StorageException("an answer of ClickHouse ends in the middle of a row; is something between that cuts it short?");
                }

                pipe.AdvanceTo(end, got.Buffer.End);
                foreach (var row in rows)
                {
                    yield return row;
                }

                rows.Clear();
                if (got.IsCompleted)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    private SequencePosition Take(in ReadOnlySequence<byte> buffer, List<T> rows)
    {
        var bytes = new SequenceReader<byte>(buffer);
        var end = bytes.Position;
        while (!bytes.End && read(ref bytes, out var row))
        {
            rows.Add(row);
            end = bytes.Position;
        }

        return end;
    }
}
