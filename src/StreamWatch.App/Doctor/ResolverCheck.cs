using System.Net;
using System.Net.Sockets;

namespace StreamWatch.App.Doctor;

/// <summary>The system's name servers: whether each of them answers.</summary>
internal sealed class ResolverCheck(IReadOnlyList<IPEndPoint> servers, TimeProvider time) : IDoctorCheck
{
    private const int HeaderBytes = 12;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>A question for the name servers of the root, recursion desired (RFC 1035 section 4.1): identifier 0x5357, one question, type NS, class IN.</summary>
    private static readonly byte[] _question = [0x53, 0x57, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1];

    public string Name => "name servers";

    /// <summary>The servers that lines of resolv.conf(5) name.</summary>
    public static IReadOnlyList<IPEndPoint> Parse(IEnumerable<string> lines, int port) =>
    [
        .. lines.Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && words[0] == "nameserver" && IPAddress.TryParse(words[1], out _))
            .Select(words => new IPEndPoint(IPAddress.Parse(words[1]), port)),
    ];

    public async Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation)
    {
        const string Advice = "look at /etc/resolv.conf: web and mail targets that are named by host stay unknown without a name server";
        if (servers.Count == 0)
        {
            return [DoctorFinding.Warning("/etc/resolv.conf names none, so 127.0.0.1 is asked", Advice)];
        }

        var answers = await Task.WhenAll(servers.Select(server => AnswersAsync(server, cancellation))).ConfigureAwait(false);
        return
        [
            .. servers.Zip(answers, (server, answers) => answers
                ? DoctorFinding.Ok($"{server.Address} answers")
                : DoctorFinding.Warning($"{server.Address} does not answer within {_patience.TotalSeconds} s", Advice)),
        ];
    }

    private async Task<bool> AnswersAsync(IPEndPoint server, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            await socket.ConnectAsync(server, either.Token).ConfigureAwait(false);
            await socket.SendAsync(_question, either.Token).ConfigureAwait(false);
            var answer = new byte[1500];
            var length = await socket.ReceiveAsync(answer, either.Token).ConfigureAwait(false);
            return length >= HeaderBytes && answer.AsSpan(0, 2).SequenceEqual(_question.AsSpan(0, 2));
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
