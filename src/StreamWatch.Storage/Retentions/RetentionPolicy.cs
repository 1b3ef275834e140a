using System.Globalization;

namespace StreamWatch.Storage.Retentions;

/// <summary>How long each table keeps its rows, in days from the time in the row; null for ever.</summary>
public sealed class RetentionPolicy
{
    /// <summary>Fewest days that may be asked for: the baselines of targets look back a week.</summary>
    public const int LeastDays = 7;

    /// <summary>Most days that may be asked for: a hundred years.</summary>
    public const int MostDays = 36_500;

    private const string Forever = "forever";
    private const int DaysOfYear = 365;

    private readonly Dictionary<RetainedTable, int?> _days;

    private RetentionPolicy(Dictionary<RetainedTable, int?> days) => _days = days;

    /// <summary>Raw rows 90 days, bins two years, roll-ups for ever.</summary>
    public static RetentionPolicy Usual { get; } = new(RetainedTable.All.ToDictionary(table => table, table => table.Days));

    /// <summary>The usual one with other days for some tables.</summary>
    /// <param name="settings">Each <c>TABLE=TIME</c>; TIME is a number and <c>d</c> or <c>y</c> (365 days), or <c>forever</c>.</param>
    /// <param name="faults">Gets every fault.</param>
    public static RetentionPolicy Read(IEnumerable<string> settings, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(faults);
        var days = new Dictionary<RetainedTable, int?>(Usual._days);
        var named = new HashSet<RetainedTable>();
        foreach (var setting in settings)
        {
            var parts = setting.Split('=', 2);
            if (parts.Length < 2 || !TryDays(parts[1], out var number))
            {
                faults.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"--retain \"{setting}\" is not TABLE=TIME; TIME is {LeastDays}d to {MostDays}d, 1y to {MostDays / DaysOfYear}y, or {Forever}: bgp_elems=90d"));
            }
            else if (RetainedTable.Named(parts[0]) is not { } table)
            {
                faults.Add($"--retain \"{setting}\": {parts[0]} is no table that can be given an end; there are {string.Join(", ", RetainedTable.All)}");
            }
            else if (!named.Add(table))
            {
                faults.Add($"--retain names {table} twice; name it once");
            }
            else
            {
                days[table] = number;
            }
        }

        return new RetentionPolicy(days);
    }

    /// <summary>Days of a table; null for ever.</summary>
    public int? DaysOf(RetainedTable table) => _days[table];

    /// <summary>As <see cref="Read"/> takes it.</summary>
    public static string Text(int? days) => days is { } number ? number.ToString(CultureInfo.InvariantCulture) + "d" : Forever;

    private static bool TryDays(string text, out int? days)
    {
        days = null;
        if (text == Forever)
        {
            return true;
        }

        var unit = text.EndsWith('d') ? 1 : text.EndsWith('y') ? DaysOfYear : 0;
        if (unit == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        days = number <= MostDays ? number * unit : int.MaxValue;
        return days is >= LeastDays and <= MostDays;
    }
}
