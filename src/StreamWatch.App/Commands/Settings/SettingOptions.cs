using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using StreamWatch.App.Watching;

namespace StreamWatch.App.Commands.Settings;

/// <summary>Options that are durations, sizes, shares and numbers: made with their default, read with every fault kept.</summary>
internal static class SettingOptions
{
    private static readonly (string Unit, long Bytes)[] Sizes = [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40)];

    public static Option<string> Duration(string name, string description, TimeSpan defaultValue) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        DefaultValueFactory = _ => DurationText.Format(defaultValue),
    };

    public static Option<string> Share(string name, string description, double defaultValue) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        DefaultValueFactory = _ => defaultValue.ToString(CultureInfo.InvariantCulture),
    };

    public static Option<string> Size(string name, string description, long defaultValue) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        DefaultValueFactory = _ => Format(defaultValue),
    };

    public static Option<int> Number(string name, string description, int defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
    };

    /// <summary>Whether the option stands on the command line.</summary>
    public static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is OptionResult { Implicit: false };

    /// <summary>A duration; a fault, and nothing, where it is none.</summary>
    public static TimeSpan? Time(ParseResult parsed, Option<string> option, List<string> faults)
    {
        var text = parsed.GetValue(option)!;
        if (DurationText.TryParse(text, out var duration))
        {
            return duration;
        }

        faults.Add($"{option.Name} is \"{text}\"; write a number and a unit: 90s, 5m, 24h or 7d");
        return null;
    }

    /// <summary>A duration within its range; a fault, and nothing, where it is none.</summary>
    public static TimeSpan? Time(ParseResult parsed, Option<string> option, TimeSpan least, TimeSpan most, List<string> faults)
    {
        var duration = Time(parsed, option, faults);
        if (duration >= least && duration <= most)
        {
            return duration;
        }

        if (duration is not null)
        {
            faults.Add($"{option.Name} is {parsed.GetValue(option)}; allowed are {DurationText.Format(least)} to {DurationText.Format(most)}");
        }

        return null;
    }

    /// <summary>A share or a chance; a fault, and nothing, where it is no number.</summary>
    public static double? Share(ParseResult parsed, Option<string> option, List<string> faults)
    {
        var text = parsed.GetValue(option)!;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && double.IsFinite(share))
        {
            return share;
        }

        faults.Add($"{option.Name} is \"{text}\"; write a number, for example 0.5 or 1e-6");
        return null;
    }

    /// <summary>Bytes within a range; a fault, and nothing, where it is no size.</summary>
    public static long? Size(ParseResult parsed, Option<string> option, long least, long most, List<string> faults)
    {
        var text = parsed.GetValue(option)!;
        foreach (var (unit, bytes) in Sizes)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * bytes >= least && number * bytes <= most)
            {
                return (long)(number * bytes);
            }
        }

        faults.Add($"{option.Name} is \"{text}\"; allowed are {Format(least)} to {Format(most)}: a number and a unit, for example 512MiB or 2GiB");
        return null;
    }

    /// <summary>A whole number; a fault, and nothing, where it is out of its range.</summary>
    public static int? Number(ParseResult parsed, Option<int> option, int least, int most, List<string> faults)
    {
        var number = parsed.GetValue(option);
        if (number >= least && number <= most)
        {
            return number;
        }

        faults.Add(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {number}; allowed are {least} to {most}"));
        return null;
    }

    private static string Format(long bytes)
    {
        var (unit, size) = Sizes.Last(known => bytes % known.Bytes == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
    }
}
