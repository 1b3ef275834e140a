using System.Net;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>
/// Looks up a target's name: the system's hosts file, then one question to the system's first name server for A, and one for AAAA where there is no A.
/// Nothing is kept from one attempt to the next, and the three ways to fail are told apart. No search list: names are whole.
/// </summary>
internal static class NameResolver
{
    private const int MostAliases = 16;

    /// <summary>The address to probe.</summary>
    /// <exception cref="ProbeEndedException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The time of the attempt is up.</exception>
    public static async Task<IPAddress> ResolveAsync(ProbeAttempt attempt, string host)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return literal;
        }

        attempt.Begin(ProbeStep.Resolve);
        if (!HostName.TryAscii(host, out var ascii) || !DnsName.TryParse(ascii, out var name))
        {
            throw new ProbeEndedException(ProbeEnd.Local($"\"{host}\" is no host name", ProbeOutcome.DnsNxdomain));
        }

        if (HostsFile.Find(attempt.Options.HostsFile, ascii) is { } own)
        {
            return own;
        }

        var server = Server(attempt.Options);
        var exchange = new DnsExchange(attempt, server, isTarget: false);
        return await FirstAsync(exchange, server, name, DnsRecordType.A).ConfigureAwait(false)
            ?? await FirstAsync(exchange, server, name, DnsRecordType.Aaaa).ConfigureAwait(false)
            ?? throw new ProbeEndedException(new ProbeEnd(ProbeOutcome.DnsNxdomain, $"{name} has neither an A nor an AAAA record"));
    }

    /// <summary>The name server that is asked.</summary>
    public static IPEndPoint Server(ProberOptions options) => options.Resolver ?? new IPEndPoint(ResolverFile.FirstServer(options.ResolverFile), DnsProbe.Port);

    private static async Task<IPAddress?> FirstAsync(DnsExchange exchange, IPEndPoint server, DnsName name, DnsRecordType type)
    {
        DnsMessage answer;
        try
        {
            answer = await exchange.AskAsync(name, type, overTcp: false).ConfigureAwait(false);
        }
        catch (ProbeEndedException e)
        {
            throw new ProbeEndedException(OfResolver(e.End, server.Address));
        }

        return answer.ResponseCode switch
        {
            DnsResponseCode.NoError => Follow(answer.Answers, name, type),
            DnsResponseCode.NameError => throw new ProbeEndedException(
                new ProbeEnd(ProbeOutcome.DnsNxdomain, $"resolver {server.Address}: nxdomain, there is no {name}")),
            var code => throw new ProbeEndedException(
                new ProbeEnd(ProbeOutcome.DnsServerFailure, $"resolver {server.Address}: {DnsProbe.Words(code)}")),
        };
    }

    /// <summary>The resolver's socket failed: no answer came, whatever stood in the way.</summary>
    private static ProbeEnd OfResolver(ProbeEnd end, IPAddress server) => end switch
    {
        { IsLocal: true } => ProbeEnd.Local($"resolver {server}: {end.Detail![ProbeResult.LocalFault.Length..]}", ProbeOutcome.DnsTimeout),
        { Outcome: ProbeOutcome.ProtocolError } => new ProbeEnd(ProbeOutcome.DnsServerFailure, $"resolver {server}: {end.Detail}"),
        _ => new ProbeEnd(ProbeOutcome.DnsTimeout, $"resolver {server}: {end.Detail}"),
    };

    /// <summary>The first address behind the aliases of an answer (RFC 1034 section 3.6.2).</summary>
    private static IPAddress? Follow(IReadOnlyList<DnsRecord> answers, DnsName name, DnsRecordType type)
    {
        for (var aliases = 0; aliases <= MostAliases; aliases++)
        {
            if (answers.FirstOrDefault(record => record.Type == type && record.Name.Equals(name)) is { } found)
            {
                return found.Address;
            }

            if (answers.FirstOrDefault(record => record.Type == DnsRecordType.Cname && record.Name.Equals(name))?.Target is not { } alias)
            {
                return null;
            }

            name = alias;
        }

        return null;
    }
}
