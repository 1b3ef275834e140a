using System.CommandLine;
using StreamWatch.App.Collecting.Live;
using StreamWatch.App.Commands.Settings;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Commands.Collect;

/// <summary>The options of a <c>streamwatch collect</c> that probes.</summary>
internal sealed class LiveCollectSettings
{
    private static readonly LiveCollectOptions Defaults = new() { Name = "", Watch = WatchList.Empty, Vantage = "", Outbox = "" };

    private readonly ProbedWatch _probed = new(() => Environment.MachineName);
    private readonly Option<string?> _outbox = new("--outbox")
    {
        Description = "Folder for what is measured and not published yet; needed with --watch. One folder is one session for good.",
        HelpName = "DIR",
    };

    private readonly Option<string> _limit = SettingOptions.Size("--outbox-limit", "Size of the outbox at which probing pauses, 1MiB to 1TiB.", Defaults.OutboxLimit);
    private readonly Option<string> _every = SettingOptions.Duration("--round-every", "From one round to the next, 100ms to 1m.", Defaults.RoundEvery);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _probed.Watch, _probed.Vantage, _outbox, _limit, _every })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether it probes.</summary>
    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_probed.Watch) is { Length: > 0 };

    /// <summary>What is probed and how it is kept; null where something is wrong, which is told.</summary>
    public LiveCollectOptions? Read(ParseResult parsed, string name, List<string> faults)
    {
        var (watch, vantage) = _probed.Read(parsed, faults);
        var outbox = parsed.GetValue(_outbox);
        if (string.IsNullOrEmpty(outbox))
        {
            faults.Add("collect with --watch needs --outbox DIR: a folder of this host where what is measured waits until it is published");
        }

        var limit = SettingOptions.Size(parsed, _limit, LiveCollectOptions.LeastOutboxLimit, LiveCollectOptions.MostOutboxLimit, faults);
        var every = SettingOptions.Time(parsed, _every, LiveCollectOptions.LeastRoundEvery, LiveCollectOptions.MostRoundEvery, faults);
        return watch is null || vantage is null || string.IsNullOrEmpty(outbox) || limit is null || every is null
            ? null
            : new LiveCollectOptions { Name = name, Watch = watch, Vantage = vantage, Outbox = outbox, OutboxLimit = limit.Value, RoundEvery = every.Value };
    }
}
