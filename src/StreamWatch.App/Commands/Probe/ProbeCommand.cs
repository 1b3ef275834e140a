using System.CommandLine;
using System.Net;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Commands.Probe;

/// <summary>
/// <c>streamwatch probe</c>: one attempt, explained. Exit codes: 0 it was made, whatever came of it; 1 with <c>--fail</c> where that is not ok; 2 wrong use.
/// </summary>
internal static class ProbeCommand
{
    /// <summary>Name of the vantage point of an attempt that somebody makes by hand.</summary>
    private const string Vantage = "here";

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);

    public static Command Create()
    {
        var target = new Argument<string>("TARGET")
        {
            Description = "What to probe: PROTOCOL://HOST[:PORT] with icmp, tcp, http, https, smtp, smtps, imap, imaps or ntp; "
                + "dns://SERVER/NAME[?type=A|NS|SOA|AAAA[/tcp]]; or the name of a target of the watch file.",
        };
        var watch = new Option<string?>("--watch") { Description = "Watch file that names the target.", HelpName = "FILE" };
        var timeout = new Option<string?>("--timeout")
        {
            Description = "How long an answer is waited for, 100ms to 1m. Default: the target's own, else 10s.",
            HelpName = "TIME",
        };
        var address = new Option<string?>("--address") { Description = "Address to probe, so that no name is looked up.", HelpName = "IP" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object: the probe result, its timings and the sentence." };
        var fail = new Option<bool>("--fail") { Description = "End with exit code 1 where the outcome is not ok." };
        var command = new Command(
            "probe",
            """
            Probe a target once and explain what came of it.
              streamwatch probe https://example.org
              streamwatch probe dns://192.0.2.53/example.org?type=NS
              streamwatch probe naenara --watch watch.json --timeout 3s
            Exit codes: 0 the probe was made, whatever its outcome; 1 with --fail where the outcome is not ok; 2 wrong use.
            """)
        {
            target, watch, timeout, address, json, fail,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                var found = await FindAsync(parsed.GetRequiredValue(target), parsed.GetValue(watch), cancellation).ConfigureAwait(false);
                var setting = Set(found.Probe!, parsed.GetValue(timeout), parsed.GetValue(address));
                return await RunAsync(parsed, found with { Probe = setting }, parsed.GetValue(json), parsed.GetValue(fail), cancellation).ConfigureAwait(false);
            }
            catch (ConfigurationException e)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
                return 2;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, WatchedTarget target, bool json, bool fail, CancellationToken cancellation)
    {
        var prober = new Prober(new ProberOptions { Vantage = Vantage, Time = TimeProvider.System });
        var report = await prober.ProbeAsync(target, cancellation).ConfigureAwait(false);
        var output = parsed.InvocationConfiguration.Output;
        await output.WriteLineAsync(json ? ProbeJson.Line(report) : ProbeText.Page(report)).ConfigureAwait(false);
        return fail && report.Result.Outcome != ProbeOutcome.Ok ? 1 : 0;
    }

    private static async Task<WatchedTarget> FindAsync(string words, string? watchPath, CancellationToken cancellation)
    {
        if (watchPath is null)
        {
            return await TargetWords.ParseAsync(words, cancellation).ConfigureAwait(false);
        }

        var faults = new List<string>();
        var list = WatchFile.Load(watchPath, faults);
        if (faults.Count > 0)
        {
            throw new ConfigurationException(faults);
        }

        if (list.Targets.FirstOrDefault(target => target.Name == words) is { } found)
        {
            return found.Probe is not null ? found : throw new ConfigurationException($"target {words} of {watchPath} has no probe: its results only come in from elsewhere");
        }

        return words.Contains("://", StringComparison.Ordinal)
            ? await TargetWords.ParseAsync(words, cancellation).ConfigureAwait(false)
            : throw new ConfigurationException($"{watchPath} has no target {words}");
    }

    private static ProbeSetting Set(ProbeSetting setting, string? timeout, string? address)
    {
        if (timeout is not null)
        {
            setting = DurationText.TryParse(timeout, out var time) && time >= ShortestTimeout && time <= LongestTimeout
                ? setting with { Timeout = time }
                : throw new ConfigurationException($"--timeout is {timeout}; allowed are 100ms to 1m, for example 3s");
        }

        return address is null ? setting
            : IPAddress.TryParse(address, out var ip) ? setting with { Address = ip }
            : throw new ConfigurationException($"--address is {address}; an address is IPv4 or IPv6");
    }
}
