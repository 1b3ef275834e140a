using System.Globalization;
using System.Text;
using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Probing;

namespace StreamWatch.App.Commands.Probe;

/// <summary>What a probe found, for people.</summary>
internal static class ProbeText
{
    /// <summary>Target and outcome, the sentence, and the steps with their times.</summary>
    public static string Page(ProbeReport report)
    {
        var result = report.Result;
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{result.Target}: {result.Outcome.Name()}\n{Sentence(result)}\n");
        Step(text, "name lookup", report.Timings.Resolve, report, ProbeStep.Resolve);
        Step(text, "connect", report.Timings.Connect, report, ProbeStep.Connect);
        Step(text, "tls", report.Timings.Tls, report, ProbeStep.Tls);
        Step(text, "first byte", report.Timings.FirstByte, report, ProbeStep.FirstByte);
        return text.Append(CultureInfo.InvariantCulture, $"  {"total",-12} {report.Timings.Total,9:F1} ms").ToString();
    }

    /// <summary>What the outcome means, in a sentence.</summary>
    public static string Sentence(in ProbeResult result)
    {
        var where = result.Address is { } address ? $"{What(result.Protocol)} at {address}" : What(result.Protocol);
        var why = result.Detail ?? "no reason is known";
        if (why.StartsWith(ProbeResult.LocalFault, StringComparison.Ordinal))
        {
            return $"This host could not probe, which says nothing of the target: {why[ProbeResult.LocalFault.Length..]}.";
        }

        var isAsked = result.Protocol == ProbeProtocol.Dns;
        return result.Outcome switch
        {
            ProbeOutcome.Ok => $"{where} answered after {Milliseconds(result.RttMilliseconds)}: {why}.",
            ProbeOutcome.Timeout => $"{where} was silent: {why}.",
            ProbeOutcome.ConnectionRefused => $"The host at {result.Address} is there and turned us away: nothing listens on that port, or a firewall answers for it ({why}).",
            ProbeOutcome.ConnectionReset => $"{where} took the connection and broke it off ({why}).",
            ProbeOutcome.HostUnreachable => $"Somebody on the way to {result.Address} says that the host cannot be reached ({why}).",
            ProbeOutcome.NetworkUnreachable => $"Somebody on the way to {result.Address} says that its network cannot be reached ({why}).",
            ProbeOutcome.DnsNxdomain when !isAsked => $"The name has no address, so nothing was probed: {why}.",
            ProbeOutcome.DnsServerFailure or ProbeOutcome.DnsTimeout when !isAsked => $"The name could not be looked up, so nothing was probed: {why}.",
            ProbeOutcome.DnsNxdomain => $"{where} answered after {Milliseconds(result.RttMilliseconds)} that there is no such name ({why}).",
            ProbeOutcome.DnsServerFailure => $"{where} answered with an error after {Milliseconds(result.RttMilliseconds)}: {why}.",
            ProbeOutcome.DnsTimeout => $"{where} was silent: {why}.",
            ProbeOutcome.TlsFailure => $"{where} is there, but no trusted TLS connection came about: {why}.",
            ProbeOutcome.ProtocolError => $"{where} is there, but what it said is not what such a service says: {why}.",
            ProbeOutcome.HttpServerError => $"{where} answered after {Milliseconds(result.RttMilliseconds)} that it cannot serve: {why}.",
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.Outcome, "no outcome of the closed list"),
        };
    }

    private static void Step(StringBuilder text, string name, double? milliseconds, ProbeReport report, ProbeStep step)
    {
        if (milliseconds is { } time)
        {
            var isLast = report.Timings.EndedIn == step && report.Result.Outcome != ProbeOutcome.Ok;
            text.Append(CultureInfo.InvariantCulture, $"  {name,-12} {time,9:F1} ms{(isLast ? "  <- ended here" : "")}\n");
        }
    }

    private static string Milliseconds(double? time) => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:F1} ms") : "an unknown time";

    private static string What(ProbeProtocol protocol) => protocol switch
    {
        ProbeProtocol.Http or ProbeProtocol.Https => "The web server",
        ProbeProtocol.Smtp or ProbeProtocol.Smtps or ProbeProtocol.Imap or ProbeProtocol.Imaps => "The mail server",
        ProbeProtocol.Dns => "The name server",
        ProbeProtocol.Ntp => "The time server",
        _ => "The host",
    };
}
