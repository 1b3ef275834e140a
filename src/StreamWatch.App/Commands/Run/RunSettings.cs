using System.CommandLine;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Running;
using StreamWatch.App.Stages;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Run;

/// <summary>The options of <c>streamwatch run</c>, read and checked together: what is wrong is told at once.</summary>
internal sealed class RunSettings(Func<string> hostName)
{
    /// <summary>Folder of the journal in a data directory.</summary>
    private const string JournalFolder = "journal";

    /// <summary>A result is known so long after its time-out at most: a probe may begin a second late.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private static readonly RunOptions Defaults = new() { Watch = WatchList.Empty, Vantage = "", Journal = "" };

    private readonly StoreTarget _store = new();
    private readonly ProbingSettings _probing = new();
    private readonly StageSettings _stage = new();
    private readonly ProbedWatch _probed = new(hostName);
    private readonly Option<string?> _journal = new("--journal")
    {
        Description = $"Folder for what is measured and not stored yet. Default: {JournalFolder} in the data directory; needed with --clickhouse.",
        HelpName = "DIR",
    };

    private readonly Option<string> _limit = SettingOptions.Size("--journal-limit", "Size of the journal at which probing pauses, 1MiB to 1TiB.", Defaults.JournalLimit);
    private readonly Option<string> _every = SettingOptions.Duration("--store-every", "From one storing to the next, 1s to 5m.", Defaults.StoreEvery);
    private readonly Option<string> _warmFrom = SettingOptions.Duration("--warm-from", "How far a start looks back, 0s to 90d.", Defaults.WarmFrom);
    private readonly Option<int> _warmResults = SettingOptions.Number("--warm-results", "Results that a start looks at, at most, 1,000 to 100,000,000.", Defaults.WarmResults);

    public RunSettings()
        : this(() => Environment.MachineName)
    {
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_probed.Watch);
        _store.AddTo(command);
        foreach (var option in new Option[] { _probed.Vantage, _journal, _limit, _every, _warmFrom, _warmResults })
        {
            command.Options.Add(option);
        }

        _stage.AddTo(command);
        _probing.AddTo(command);
    }

    /// <summary>What is to be done, where it is kept, and how it is looked after.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; the message lists every fault.</exception>
    public (RunOptions Run, StoreOptions Store, StageOptions Stage) Read(ParseResult parsed)
    {
        var faults = new List<string>();
        var store = Store(parsed, faults);
        if (parsed.GetValue(_probed.Watch) is not { Length: > 0 })
        {
            faults.Add("run needs --watch FILE: the watch file that says what is probed");
        }

        var (watch, vantage) = _probed.Read(parsed, faults);
        var journal = Journal(parsed, faults);
        var timeouts = watch?.Targets.Select(target => target.Probe?.Timeout ?? TimeSpan.Zero) ?? [];
        var probing = _probing.Read(parsed, faults, timeouts.DefaultIfEmpty().Max() + Margin);
        var limit = SettingOptions.Size(parsed, _limit, RunOptions.LeastJournalLimit, RunOptions.MostJournalLimit, faults);
        var every = SettingOptions.Time(parsed, _every, RunOptions.LeastStoreEvery, RunOptions.MostStoreEvery, faults);
        var warmFrom = SettingOptions.Time(parsed, _warmFrom, RunOptions.LeastWarmFrom, RunOptions.MostWarmFrom, faults);
        var warmResults = SettingOptions.Number(parsed, _warmResults, RunOptions.LeastWarmResults, RunOptions.MostWarmResults, faults);
        var stage = _stage.Read(parsed, faults);
        if (faults.Count > 0)
        {
            throw new ConfigurationException(faults);
        }

        var options = new RunOptions
        {
            Watch = watch!,
            Vantage = vantage!,
            Probing = probing,
            Journal = journal!,
            JournalLimit = limit!.Value,
            StoreEvery = every!.Value,
            WarmFrom = warmFrom!.Value,
            WarmResults = warmResults!.Value,
        };
        return (options, store!, stage);
    }

    private StoreOptions? Store(ParseResult parsed, List<string> faults)
    {
        try
        {
            return _store.Read(parsed, "run");
        }
        catch (Exception e) when (e is ConfigurationException or ClickHouseUsageException)
        {
            faults.Add(e.Message);
            return null;
        }
    }

    private string? Journal(ParseResult parsed, List<string> faults)
    {
        if (parsed.GetValue(_journal) is { } journal)
        {
            if (journal.Length == 0)
            {
                faults.Add("--journal is empty; name a folder");
            }

            return journal;
        }

        var (folder, url) = _store.Named(parsed);
        if (folder is { Length: > 0 } data)
        {
            return Path.Combine(data, JournalFolder);
        }

        if (url is not null)
        {
            faults.Add("run with --clickhouse needs --journal DIR: a folder of this host where what is measured waits until it is stored");
        }

        return null;
    }
}
