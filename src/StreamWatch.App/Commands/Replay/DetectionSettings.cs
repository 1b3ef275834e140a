using System.CommandLine;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Watching;
using StreamWatch.Domain.Detection;

namespace StreamWatch.App.Commands.Replay;

/// <summary>The options that set the numbers of the detection. Defaults and ranges are those of <see cref="DetectionOptions"/>.</summary>
internal sealed class DetectionSettings
{
    private static readonly DetectionOptions Defaults = new();

    private readonly Option<FileInfo?> _watch = new("--watch") { Description = "The watch file: which groups and ASNs are watched by name.", HelpName = "FILE" };
    private readonly Option<bool> _allAsns = new("--all-asns") { Description = "Look for outages of every ASN in the input." };
    private readonly Option<string> _bin = Duration("--asn-bin", "Width of a bin of visibility, 1s to 1h.", Defaults.AsnBin);
    private readonly Option<string> _grace = Duration("--grace", "How long a bin waits for what comes late, 0s to 1h.", Defaults.Grace);
    private readonly Option<string> _idle = Duration("--idle-after", "Silence of a busy route collector after which nothing is known, 1s to 1d.", Defaults.IdleAfter);
    private readonly Option<string> _window = Duration("--baseline-window", "How far back the baseline looks, 1h to 90d.", Defaults.BaselineWindow);
    private readonly Option<int> _warmUp = Number("--warm-up", "Bins that a baseline needs, 1 to 10,000.", Defaults.WarmUpBins);
    private readonly Option<int> _views = Number("--views-needed", "Usable views needed with a RIB, 1 to 1,000.", Defaults.ViewsNeeded);
    private readonly Option<int> _viewsLearned = Number("--views-needed-learned", "Known views needed without a RIB, 1 to 1,000.", Defaults.ViewsNeededLearned);
    private readonly Option<int> _closeBins = Number("--close-bins", "Bins in a row that close an outage, 1 to 100.", Defaults.CloseBins);

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _watch, _allAsns, _bin, _grace, _idle, _window, _warmUp, _views, _viewsLearned, _closeBins })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether the words say what is watched.</summary>
    public bool SayWhatIsWatched(ParseResult parsed) => parsed.GetValue(_watch) is not null || parsed.GetValue(_allAsns);

    /// <summary>The options and the watch file, checked.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="faults">Faults of other settings, which are told together with those found here.</param>
    /// <exception cref="ConfigurationException">An option or the watch file is wrong; the message lists every fault.</exception>
    public (DetectionOptions Detection, WatchList Watch) Read(ParseResult parsed, List<string> faults)
    {
        var before = faults.Count;
        var watch = parsed.GetValue(_watch) is { } file ? WatchFile.Load(file.FullName, faults) : WatchList.Empty;
        var options = new DetectionOptions
        {
            AllAsns = parsed.GetValue(_allAsns),
            WatchedAsns = watch.Asns,
            AsnBin = Time(parsed, _bin, faults),
            Grace = Time(parsed, _grace, faults),
            IdleAfter = Time(parsed, _idle, faults),
            BaselineWindow = Time(parsed, _window, faults),
            WarmUpBins = parsed.GetValue(_warmUp),
            ViewsNeeded = parsed.GetValue(_views),
            ViewsNeededLearned = parsed.GetValue(_viewsLearned),
            CloseBins = parsed.GetValue(_closeBins),
        };
        faults.AddRange(faults.Count == before ? options.Faults().Select(fault => "--" + fault) : []);
        return faults.Count == 0 ? (options, watch) : throw new ConfigurationException(faults);
    }

    private static TimeSpan Time(ParseResult parsed, Option<string> option, List<string> faults)
    {
        var text = parsed.GetValue(option)!;
        if (DurationText.TryParse(text, out var duration))
        {
            return duration;
        }

        faults.Add($"{option.Name} is \"{text}\"; write a number and a unit: 90s, 5m, 24h or 7d");
        return TimeSpan.Zero;
    }

    private static Option<string> Duration(string name, string description, TimeSpan defaultValue) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        DefaultValueFactory = _ => DurationText.Format(defaultValue),
    };

    private static Option<int> Number(string name, string description, int defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
    };
}
