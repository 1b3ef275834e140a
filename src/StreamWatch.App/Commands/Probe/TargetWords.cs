using System.Net;
using System.Net.Sockets;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Commands.Probe;

/// <summary>A target as somebody types it: <c>https://example.org</c>, <c>tcp://192.0.2.1:22</c>, <c>dns://192.0.2.53/example.org?type=NS</c>.</summary>
internal static class TargetWords
{
    private const string TypeWord = "?type=";

    /// <summary>Reads it. The name of a dns server is looked up by the system: that is not what is measured.</summary>
    /// <exception cref="ConfigurationException">It is no target, and why.</exception>
    public static async Task<WatchedTarget> ParseAsync(string words, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(words, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || ProbeNames.Protocol(uri.Scheme) is not { } protocol)
        {
            var protocols = string.Join(", ", Enum.GetValues<ProbeProtocol>().Select(one => one.Name()));
            throw new ConfigurationException(
                $"\"{words}\" is no target: it is PROTOCOL://HOST[:PORT] with one of {protocols}, or with --watch the name of a target");
        }

        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new ConfigurationException($"\"{words}\": a target has neither a user nor a fragment (#)");
        }

        var port = uri.IsDefaultPort || uri.Port < 0 ? (int?)null : uri.Port;
        if ((protocol == ProbeProtocol.Tcp && port is null) || port == 0)
        {
            throw new ConfigurationException($"\"{words}\": a target of {uri.Scheme} needs a port, 1 to 65535, for example {uri.Scheme}://{uri.Host}:22");
        }

        var setting = new ProbeSetting { Protocol = protocol, Port = port };
        setting = protocol == ProbeProtocol.Dns
            ? await NameServerAsync(setting, uri, words, cancellation).ConfigureAwait(false)
            : Host(setting, uri, words);
        return new WatchedTarget { Name = words, Kind = Kind(protocol), Probe = setting };
    }

    private static ProbeSetting Host(ProbeSetting setting, Uri uri, string words)
    {
        if (uri.PathAndQuery is not ("/" or ""))
        {
            throw new ConfigurationException($"\"{words}\": a probe asks for / alone; leave out {uri.PathAndQuery}");
        }

        return IPAddress.TryParse(uri.DnsSafeHost, out var address)
            ? setting with { Address = address }
            : setting with { Host = uri.IdnHost };
    }

    private static async Task<ProbeSetting> NameServerAsync(ProbeSetting setting, Uri uri, string words, CancellationToken cancellation)
    {
        var query = uri.Query.Length == 0 ? DnsQuery.Default
            : uri.Query.StartsWith(TypeWord, StringComparison.Ordinal) && DnsQuery.Parse(uri.Query[TypeWord.Length..]) is { } parsed ? parsed
            : throw new ConfigurationException($"\"{words}\": {uri.Query} is no question; it is {TypeWord} and one of {string.Join(", ", DnsQuery.Words)}");
        var name = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
        return setting with
        {
            Query = query,
            Host = name.Length == 0 ? null : name,
            Address = IPAddress.TryParse(uri.DnsSafeHost, out var address) ? address : await LookUpAsync(uri.IdnHost, cancellation).ConfigureAwait(false),
        };
    }

    private static async Task<IPAddress> LookUpAsync(string host, CancellationToken cancellation)
    {
        try
        {
            var found = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
            return found.FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (SocketException e)
        {
            throw new ConfigurationException($"the name server {host} cannot be looked up: {e.Message}; give its address", e);
        }
    }

    private static TargetKind Kind(ProbeProtocol protocol) => protocol switch
    {
        ProbeProtocol.Http or ProbeProtocol.Https => TargetKind.Web,
        ProbeProtocol.Smtp or ProbeProtocol.Smtps or ProbeProtocol.Imap or ProbeProtocol.Imaps => TargetKind.Mail,
        ProbeProtocol.Dns => TargetKind.Dns,
        _ => TargetKind.Host,
    };
}
