using System.CommandLine;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Targets;

namespace StreamWatch.App.Commands.Settings;

/// <summary>The options that set the numbers of the detection by probes. Defaults and ranges are those of <see cref="ProbingOptions"/>.</summary>
internal sealed class ProbingSettings
{
    private static readonly ProbingOptions Defaults = new();

    private readonly Option<string> _bin = SettingOptions.Duration("--target-bin", "Width of a bin of probe results, 1s to 1h.", Defaults.TargetBin);
    private readonly Option<string> _grace = SettingOptions.Duration("--target-grace", "How long a bin waits for results that come late, 0s to 1h.", Defaults.Grace);
    private readonly Option<string> _idle = SettingOptions.Duration("--target-idle-after", "Silence of a vantage point after which it is not believed, 1s to 1d.", Defaults.IdleAfter);
    private readonly Option<int> _warmUp = SettingOptions.Number("--target-warm-up", "Known bins that a unit needs before its failure counts, 1 to 10,000.", Defaults.WarmUpBins);
    private readonly Option<string> _window = SettingOptions.Duration("--target-baseline-window", "Memory of a target's own rates and round trip times, 1h to 90d.", Defaults.BaselineWindow);
    private readonly Option<string> _correlation = SettingOptions.Share("--correlation-below", "Chance below which units fail together, 1e-12 to 0.05.", Defaults.CorrelationBelow);
    private readonly Option<int> _units = SettingOptions.Number("--units-needed", "Failing units that an outage needs, 2 to 1,000.", Defaults.UnitsNeeded);
    private readonly Option<string> _share = SettingOptions.Share("--share-needed", "Share of the units that has to fail, 0.1 to 1.", Defaults.ShareNeeded);
    private readonly Option<int> _openBins = SettingOptions.Number("--target-open-bins", "Bins in a row that open an outage, 1 to 100.", Defaults.OpenBins);
    private readonly Option<string> _entered = SettingOptions.Duration("--entered-within", "Only units that began to fail so recently fail together, 1m to 1d.", Defaults.EnteredWithin);
    private readonly Option<string> _closeBelow = SettingOptions.Share("--close-below", "Share of failing units under which an outage closes, 0 to 0.5.", Defaults.CloseBelow);
    private readonly Option<int> _closeBins = SettingOptions.Number("--target-close-bins", "Bins in a row that close an outage, 1 to 100.", Defaults.CloseBins);
    private readonly Option<string> _rebaseline = SettingOptions.Duration("--target-rebaseline-after", "How long an outage stays open, 1h to 365d.", Defaults.RebaselineAfter);

    private IReadOnlyList<Option> All =>
        [_bin, _grace, _idle, _warmUp, _window, _correlation, _units, _share, _openBins, _entered, _closeBelow, _closeBins, _rebaseline];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether any of them stands on the command line.</summary>
    public bool AnyIsGiven(ParseResult parsed) => All.Any(option => SettingOptions.IsGiven(parsed, option));

    /// <summary>The numbers; every fault is added to <paramref name="faults"/>, and where there is one they are the defaults.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="faults">Gets every fault.</param>
    /// <param name="leastGrace">What the grace has to be at least, as results come so late; it is so where none is given.</param>
    public ProbingOptions Read(ParseResult parsed, List<string> faults, TimeSpan leastGrace = default)
    {
        var own = new List<string>();
        var grace = SettingOptions.Time(parsed, _grace, own) ?? Defaults.Grace;
        if (grace < leastGrace && SettingOptions.IsGiven(parsed, _grace) && own.Count == 0)
        {
            own.Add($"{_grace.Name} is {DurationText.Format(grace)}; the longest time-out of a probe needs {DurationText.Format(leastGrace)} at least, or its silence would always come late");
        }

        var options = new ProbingOptions
        {
            TargetBin = SettingOptions.Time(parsed, _bin, own) ?? Defaults.TargetBin,
            Grace = grace < leastGrace ? leastGrace : grace,
            IdleAfter = SettingOptions.Time(parsed, _idle, own) ?? Defaults.IdleAfter,
            WarmUpBins = parsed.GetValue(_warmUp),
            BaselineWindow = SettingOptions.Time(parsed, _window, own) ?? Defaults.BaselineWindow,
            CorrelationBelow = SettingOptions.Share(parsed, _correlation, own) ?? Defaults.CorrelationBelow,
            UnitsNeeded = parsed.GetValue(_units),
            ShareNeeded = SettingOptions.Share(parsed, _share, own) ?? Defaults.ShareNeeded,
            OpenBins = parsed.GetValue(_openBins),
            EnteredWithin = SettingOptions.Time(parsed, _entered, own) ?? Defaults.EnteredWithin,
            CloseBelow = SettingOptions.Share(parsed, _closeBelow, own) ?? Defaults.CloseBelow,
            CloseBins = parsed.GetValue(_closeBins),
            RebaselineAfter = SettingOptions.Time(parsed, _rebaseline, own) ?? Defaults.RebaselineAfter,
        };
        own.AddRange(options.Faults().Select(fault => "--" + fault));
        faults.AddRange(own);
        return own.Count == 0 ? options : Defaults;
    }
}
