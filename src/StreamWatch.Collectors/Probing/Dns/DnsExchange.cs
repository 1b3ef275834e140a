using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using StreamWatch.Collectors.Probing.Sockets;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>One question to one server, and its answer: over UDP, over TCP after a truncated answer, or over TCP at once. Nothing is asked twice.</summary>
/// <param name="attempt">Whose deadline holds.</param>
/// <param name="server">Who is asked.</param>
/// <param name="isTarget">The server is what is probed, so that its steps are told; otherwise it is only the resolver.</param>
internal sealed class DnsExchange(ProbeAttempt attempt, IPEndPoint server, bool isTarget)
{
    /// <summary>Asks.</summary>
    /// <exception cref="ProbeEndedException">What came back is no DNS, or nothing can come back.</exception>
    /// <exception cref="OperationCanceledException">The time of the attempt is up.</exception>
    public async Task<DnsMessage> AskAsync(DnsName name, DnsRecordType type, bool overTcp)
    {
        var question = DnsMessage.Ask((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), name, type);
        if (!overTcp)
        {
            var answer = await OverUdpAsync(question).ConfigureAwait(false);
            if (!answer.IsTruncated)
            {
                return answer;
            }
        }

        return await OverTcpAsync(question).ConfigureAwait(false);
    }

    private static bool Answers(DnsMessage answer, DnsMessage question) => answer.Id == question.Id
        && (answer.Questions.Count == 0 ? answer.IsTruncated || answer.ResponseCode != DnsResponseCode.NoError : answer.Questions[0] == question.Questions[0]);

    private async Task<DnsMessage> OverUdpAsync(DnsMessage question)
    {
        Begin(ProbeStep.FirstByte);
        using var socket = ProbeSocket.Datagram(server);
        await ProbeSocket.SendAsync(attempt, socket, question.Write(), server.Address).ConfigureAwait(false);
        var buffer = new byte[DnsMessage.LongestDatagram * 8];
        for (var strangers = 1; ; strangers++)
        {
            var length = await ProbeSocket.ReceiveAsync(attempt, socket, buffer, server.Address).ConfigureAwait(false);
            var answer = Read(buffer.AsSpan(0, length));
            if (Answers(answer, question))
            {
                return Heard(answer);
            }

            // Late, or made up by somebody who guesses: the true answer may still come.
            attempt.Note = $"{strangers} that answered another question than ours passed over";
        }
    }

    private async Task<DnsMessage> OverTcpAsync(DnsMessage question)
    {
        Begin(ProbeStep.Connect);
        using var socket = await ProbeSocket.ConnectAsync(attempt, server).ConfigureAwait(false);
        Begin(ProbeStep.FirstByte);
        var asked = question.Write();
        var framed = new byte[asked.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)asked.Length);
        asked.CopyTo(framed, 2);
        await ProbeSocket.SendAsync(attempt, socket, framed, server.Address).ConfigureAwait(false);

        var head = new byte[2];
        await FillAsync(socket, head, isFirst: true).ConfigureAwait(false);
        var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        await FillAsync(socket, body, isFirst: false).ConfigureAwait(false);
        var answer = Heard(Read(body));
        return Answers(answer, question)
            ? answer
            : throw new ProbeEndedException(ProbeEnd.Wrong("the answer over TCP is to another question than ours"));
    }

    private async Task FillAsync(Socket socket, Memory<byte> buffer, bool isFirst)
    {
        for (var have = 0; have < buffer.Length;)
        {
            var read = await ProbeSocket.ReceiveAsync(attempt, socket, buffer[have..], server.Address).ConfigureAwait(false);
            if (read == 0)
            {
                throw new ProbeEndedException(isFirst && have == 0
                    ? new ProbeEnd(ProbeOutcome.ConnectionReset, "closed before anything was said")
                    : ProbeEnd.Wrong("closed in the middle of the answer"));
            }

            have += read;
        }
    }

    private DnsMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = DnsMessage.Read(bytes, out var fault) ?? DnsMessage.ReadCut(bytes);
        if (message is not { IsResponse: true })
        {
            Heard(message);
            throw new ProbeEndedException(ProbeEnd.Wrong($"not a DNS answer: {fault ?? "it is a question"}"));
        }

        return message;
    }

    private void Begin(ProbeStep step)
    {
        if (isTarget)
        {
            attempt.Begin(step);
        }
    }

    private T Heard<T>(T answer)
    {
        if (isTarget && (answer is not DnsMessage { IsTruncated: true }))
        {
            attempt.Heard();
        }

        return answer;
    }
}
