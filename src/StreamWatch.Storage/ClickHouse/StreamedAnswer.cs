using System.Globalization;
using System.Text;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>
/// The bytes of an answer as they come. When a query fails in the middle, ClickHouse writes <c>__exception__</c>, a tag that it named in a
/// header before, and the message behind the data, and breaks the connection: that is taken out of the data here and thrown.
/// </summary>
internal sealed class StreamedAnswer : Stream
{
    private const int BufferSize = 64 << 10;
    private const int LongestMessage = 64 << 10;

    private readonly Stream _inner;
    private readonly string _statement;
    private readonly byte[]? _mark;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private bool _ended;

    /// <param name="inner">The answer.</param>
    /// <param name="statement">Name of the statement, for messages.</param>
    /// <param name="tag">The tag that marks an error; null where the server is older than that.</param>
    public StreamedAnswer(Stream inner, string statement, string? tag)
    {
        _inner = inner;
        _statement = statement;
        _mark = tag is null ? null : Encoding.ASCII.GetBytes($"\r\n__exception__\r\n{tag}");
    }

    /// <summary>The tag that an answer names; null where the server is older than that.</summary>
    public static string? TagOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("X-ClickHouse-Exception-Tag", out var tags) ? tags.First() : null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var ready = Ready();
            if (ready > 0)
            {
                var count = Math.Min(ready, buffer.Length);
                _buffer.AsMemory(_start, count).CopyTo(buffer);
                _start += count;
                return count;
            }

            if (_ended)
            {
                return 0;
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Bytes that may be given out: all but what may be the beginning of the mark.</summary>
    private int Ready()
    {
        var held = _buffer.AsSpan(_start, _end - _start);
        if (_mark is null || _ended)
        {
            return held.Length;
        }

        var mark = held.IndexOf(_mark);
        return mark >= 0 ? mark : Math.Max(0, held.Length - _mark.Length + 1);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_mark is not null && _buffer.AsSpan(0, _end).StartsWith(_mark))
        {
            throw await ErrorAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var read = await _inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            _ended = read == 0;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ClickHouseTransportException(_statement, $"the connection broke in the middle of the answer: {e.Message}", e);
        }
    }

    private async Task<ClickHouseException> ErrorAsync(CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        bytes.Write(_buffer, _mark!.Length, _end - _mark.Length);
        try
        {
            int read;
            while (bytes.Length < LongestMessage && (read = await _inner.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                bytes.Write(_buffer, 0, read);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The server breaks the connection behind its message.
        }

        var lines = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).Trim().Split('\n');
        var message = lines[0].Trim();
        var code = message.StartsWith("Code: ", StringComparison.Ordinal)
            && int.TryParse(message.AsSpan(6).TrimStart().ToString().Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new ClickHouseServerException(_statement, code, message);
    }
}
