using System.Net;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>
/// Asks a name server. Any answer without an error is ok, also one that the name has no such record; NXDOMAIN and the other errors have outcomes
/// of their own; silence is <see cref="ProbeOutcome.DnsTimeout"/>.
/// </summary>
internal static class DnsProbe
{
    /// <summary>Where name servers listen.</summary>
    public const int Port = 53;

    public static async Task<ProbeEnd> RunAsync(ProbeAttempt attempt)
    {
        var setting = attempt.Setting;
        var server = setting.Address is { } address ? new IPEndPoint(address, setting.Port ?? Port) : NameResolver.Server(attempt.Options);
        attempt.Address = server.Address;
        if (!HostName.TryAscii(setting.Host ?? ".", out var ascii) || !DnsName.TryParse(ascii, out var name))
        {
            return ProbeEnd.Local($"\"{setting.Host}\" is no domain name");
        }

        var query = setting.Query ?? DnsQuery.Default;
        var answer = await new DnsExchange(attempt, server, isTarget: true)
            .AskAsync(name, (DnsRecordType)query.Type, query.OverTcp).ConfigureAwait(false);
        return Judge(answer, (DnsRecordType)query.Type);
    }

    /// <summary>What an answer says.</summary>
    public static ProbeEnd Judge(DnsMessage answer, DnsRecordType type) => answer.ResponseCode switch
    {
        DnsResponseCode.NoError when answer.Answers.FirstOrDefault(record => record.Type == type) is { } record => ProbeEnd.Ok($"noerror, {Words(record)}"),
        DnsResponseCode.NoError => ProbeEnd.Ok("noerror, no such record"),
        DnsResponseCode.NameError => new ProbeEnd(ProbeOutcome.DnsNxdomain, "nxdomain: there is no such name"),
        var code => new ProbeEnd(ProbeOutcome.DnsServerFailure, Words(code)),
    };

    /// <summary>An error of a name server, in the words that other tools use.</summary>
    public static string Words(DnsResponseCode code) => code switch
    {
        DnsResponseCode.FormatError => "formerr: the server does not understand the question",
        DnsResponseCode.ServerFailure => "servfail: the server cannot answer",
        DnsResponseCode.NotImplemented => "notimp: the server does not do such questions",
        DnsResponseCode.Refused => "refused: the server will not answer",
        _ => $"rcode {(int)code}",
    };

    private static string Words(DnsRecord record) => record.Address?.ToString()
        ?? (record.Serial is { } serial ? $"{record.Target} serial {serial}" : record.Target?.ToString() ?? $"{record.Data.Length} bytes");
}
