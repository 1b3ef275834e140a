using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Redetect;
using StreamWatch.App.Watching;

namespace StreamWatch.App.Commands.Redetect;

/// <summary>The options that say which time is detected again and how.</summary>
internal sealed class RedetectSettings
{
    private static readonly DateTime _first = new(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime _last = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan _longestLeadIn = TimeSpan.FromDays(3650);

    private readonly Option<string> _from = new("--from")
    {
        Description = "Look at outages that began from here on, and at those that were open; a day, or a day and a time, UTC.",
        HelpName = "TIME",
        Required = true,
    };

    private readonly Option<string> _to = new("--to") { Description = "Look at outages that began before here.", HelpName = "TIME", Required = true };

    private readonly Option<string?> _leadIn = new("--lead-in")
    {
        Description = "How much before --from is read, so that baselines are known by then. Default: the longest window of a baseline, and routes from each "
            + "route collector's last table before that, or from its first file where it has none.",
        HelpName = "TIME",
    };

    private readonly DetectionSettings _detection = new();
    private readonly ProbingSettings _probing = new();

    public void AddTo(Command command)
    {
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_leadIn);
        _detection.AddTo(command);
        _probing.AddTo(command);
    }

    /// <summary>The options and the watch file, checked. Nothing is watched where the words do not say what.</summary>
    /// <exception cref="ConfigurationException">An option or the watch file is wrong; the message lists every fault.</exception>
    public RedetectOptions Read(ParseResult parsed)
    {
        var faults = new List<string>();
        var from = Moment(parsed, _from, faults);
        var to = Moment(parsed, _to, faults);
        if (faults.Count == 0 && from >= to)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"--from {from:yyyy-MM-dd HH:mm:ss} is not before --to {to:yyyy-MM-dd HH:mm:ss}"));
        }

        TimeSpan? leadIn = null;
        if (parsed.GetValue(_leadIn) is { } text)
        {
            leadIn = DurationText.TryParse(text, out var duration) && duration <= _longestLeadIn ? duration : null;
            if (leadIn is null)
            {
                faults.Add($"--lead-in is \"{text}\"; write a number and a unit, 0s to {DurationText.Format(_longestLeadIn)}: 24h or 7d");
            }
        }

        var probing = _probing.Read(parsed, faults);
        var (detection, watch) = _detection.Read(parsed, faults);
        return new RedetectOptions
        {
            From = from,
            To = to,
            LeadIn = leadIn,
            Detection = detection,
            Probing = probing,
            Watch = watch,
            WatchAsLast = !_detection.SayWhatIsWatched(parsed),
            ProbingAsLast = !_probing.AnyIsGiven(parsed),
        };
    }

    private static DateTime Moment(ParseResult parsed, Option<string> option, List<string> faults)
    {
        var text = parsed.GetValue(option)!;
        if (!MomentText.TryParse(text, out var moment))
        {
            faults.Add($"{option.Name} is \"{text}\"; {MomentText.Allowed}");
        }
        else if (moment < _first || moment > _last)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is \"{text}\"; allowed are {_first:yyyy-MM-dd} to {_last:yyyy-MM-dd}"));
        }

        return moment;
    }
}
