using System.CommandLine;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Watching;

namespace StreamWatch.App.Commands.Evaluate;

/// <summary>The words of <c>streamwatch evaluate</c>.</summary>
internal sealed class EvaluateOptions
{
    private const int MostParallel = 64;

    private readonly StoreTarget _target = new();

    private readonly Argument<string[]> _folders = new("DIR")
    {
        Description = "Folders of labelled data, and folders that hold some: each has a truth.json.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _details = new("--details")
    {
        Description = "Write every true outage with what was found of it, and every false one, to this file: a line of JSON each.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document, and nothing else." };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = $"Folders at a time, 1 to {MostParallel}.",
        DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, MostParallel),
        HelpName = "N",
    };

    private readonly Option<string?> _series = new("--series")
    {
        Description = "Instead of folders: comma-separated values with the columns timestamp, LABEL and signals.",
        HelpName = "FILE",
    };

    private readonly Option<string> _columns = new("--columns")
    {
        Description = "Signals of the series, by the names in its head line, parted by commas.",
        DefaultValueFactory = _ => "bgp,ping-slash24",
        HelpName = "NAMES",
    };

    public void AddTo(Command command)
    {
        _folders.RefuseOptions();
        command.Arguments.Add(_folders);
        foreach (var option in new Option[] { _json, _details, _parallel, _series, _columns })
        {
            command.Options.Add(option);
        }

        _target.AddTo(command);
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="ConfigurationException">The words do not fit together; the message lists every fault.</exception>
    public EvaluateRequest Read(ParseResult parsed)
    {
        var faults = new List<string>();
        var folders = parsed.GetValue(_folders) ?? [];
        var series = parsed.GetValue(_series);
        var parallel = parsed.GetValue(_parallel);
        var details = parsed.GetValue(_details);
        var columns = parsed.GetValue(_columns)!.Split(',', StringSplitOptions.TrimEntries);
        var isStored = _target.IsNamed(parsed);
        if (folders.Length == 0 == series is null)
        {
            faults.Add(series is null ? "evaluate needs folders of labelled data, or --series FILE" : "evaluate takes either folders or --series FILE, not both");
        }

        if (parallel is < 1 or > MostParallel)
        {
            faults.Add($"--parallel is {parallel}; allowed are 1 to {MostParallel}");
        }

        if (series is "" || details is "")
        {
            faults.Add($"{(series is "" ? "--series" : "--details")} is empty; name a file");
        }

        if (columns.Contains("") || columns.Distinct().Count() < columns.Length)
        {
            faults.Add($"--columns is \"{parsed.GetValue(_columns)}\"; name each signal once, parted by commas");
        }

        if (series is not null && isStored)
        {
            faults.Add("the agreement with a series is not stored; leave out --data and --clickhouse");
        }

        if (faults.Count > 0)
        {
            throw new ConfigurationException(faults);
        }

        return new EvaluateRequest
        {
            Folders = folders,
            Series = series,
            Columns = columns,
            Details = details,
            Json = parsed.GetValue(_json),
            Parallel = parallel,
            Store = isStored ? _target.Read(parsed, "evaluate") : null,
        };
    }
}
