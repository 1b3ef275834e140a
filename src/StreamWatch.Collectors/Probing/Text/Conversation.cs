using System.Net;
using System.Net.Sockets;
using StreamWatch.Collectors.Probing.Sockets;
using StreamWatch.Collectors.Probing.Tls;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Text;

/// <summary>A connection, with TLS over it or not, on which a server is heard up to a bound.</summary>
internal sealed class Conversation : IAsyncDisposable
{
    /// <summary>Most bytes that a server is listened to.</summary>
    public const int MostHeard = 64 * 1024;

    private const int FirstBuffer = 4096;

    private readonly ProbeAttempt attempt;
    private readonly Socket socket;
    private readonly IPAddress to;
    private readonly Stream stream;

    private Conversation(ProbeAttempt attempt, Socket socket, IPAddress to, Stream stream)
    {
        this.attempt = attempt;
        this.socket = socket;
        this.to = to;
        this.stream = stream;
    }

    /// <summary>Resolves, connects and, if asked, shakes hands.</summary>
    /// <exception cref="ProbeEndedException">One of the three failed.</exception>
    public static async Task<Conversation> OpenAsync(ProbeAttempt attempt, int port, bool isTls)
    {
        var to = await TargetAddress.OfAsync(attempt).ConfigureAwait(false);
        attempt.Begin(ProbeStep.Connect);
        var socket = await ProbeSocket.ConnectAsync(attempt, new IPEndPoint(to, attempt.Setting.Port ?? port)).ConfigureAwait(false);
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (isTls)
            {
                attempt.Begin(ProbeStep.Tls);
                stream = await TlsHandshake.RunAsync(attempt, stream, to).ConfigureAwait(false);
            }

            return new Conversation(attempt, socket, to, stream);
        }
        catch (IOException e) when (e.InnerException is SocketException inner)
        {
            var end = SocketReason.Of(socket, inner.SocketErrorCode, to);
            socket.Dispose();
            throw new ProbeEndedException(end);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Says something.</summary>
    /// <exception cref="ProbeEndedException">The connection is gone.</exception>
    public async Task SayAsync(ReadOnlyMemory<byte> words)
    {
        try
        {
            await stream.WriteAsync(words, attempt.Deadline).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new ProbeEndedException(Broken(e));
        }
    }

    /// <summary>Takes leave, as the protocol wishes; nobody waits for the answer, and a server that is gone already is no fault.</summary>
    public async Task LeaveAsync(ReadOnlyMemory<byte> words)
    {
        try
        {
            await stream.WriteAsync(words, attempt.Deadline).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // the answer has been judged
        }
    }

    /// <summary>Listens until the judge has heard enough.</summary>
    /// <exception cref="ProbeEndedException">The connection broke.</exception>
    public async Task<ProbeEnd> HearAsync(Judge judge)
    {
        attempt.Begin(ProbeStep.FirstByte);
        var buffer = new byte[FirstBuffer];
        for (var have = 0; have < MostHeard;)
        {
            if (have == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(4 * have, MostHeard));
            }

            var read = await ReadAsync(buffer.AsMemory(have)).ConfigureAwait(false);
            if (read == 0)
            {
                return have == 0
                    ? new ProbeEnd(ProbeOutcome.ConnectionReset, "closed before anything was said")
                    : ProbeEnd.Wrong($"closed in the middle of the answer: \"{ProbeText.Line(buffer.AsSpan(0, have))}\"");
            }

            attempt.Heard();
            have += read;
            if (judge(buffer.AsSpan(0, have)) is { } end)
            {
                return end;
            }
        }

        return ProbeEnd.Wrong($"{MostHeard} bytes and no end of the greeting or the headers");
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        socket.Dispose();
    }

    private async Task<int> ReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer, attempt.Deadline).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new ProbeEndedException(Broken(e));
        }
    }

    private ProbeEnd Broken(IOException e) => e.InnerException is SocketException inner
        ? SocketReason.Of(socket, inner.SocketErrorCode, to)
        : new ProbeEnd(ProbeOutcome.ConnectionReset, $"the connection broke: {e.Message}");
}
