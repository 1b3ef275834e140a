using System.Globalization;
using StreamWatch.App.Output;
using StreamWatch.Domain.Outages;

namespace StreamWatch.App.Commands.Replay;

/// <summary>Outages as a table: drawn on a terminal, columns of text in a pipe.</summary>
internal static class OutageTable
{
    private static readonly string[] Columns = ["entity", "onset (UTC)", "detected", "recovered", "lasted", "least seen", "/24s or /48s", "basis", "id"];

    public static void Write(TextWriter output, IReadOnlyList<OutageRevision> outages)
    {
        if (outages.Count == 0)
        {
            output.WriteLine("no outages");
            return;
        }

        ResultTable.Write(output, Columns, outages.Select(Cells));
    }

    private static string[] Cells(OutageRevision outage)
    {
        var culture = CultureInfo.InvariantCulture;
        return
        [
            outage.Entity,
            outage.OnsetAt.ToString("yyyy-MM-dd HH:mm", culture),
            outage.DetectedAt.ToString("HH:mm", culture),
            outage.RecoveredAt?.ToString("yyyy-MM-dd HH:mm", culture) ?? (outage.State == OutageState.Open ? "open" : "rebaselined"),
            outage.RecoveredAt is { } recovered ? Lasted(recovered - outage.OnsetAt) : "",
            outage.MinVisibility.ToString("P0", culture),
            outage.SpaceBlocks.ToString("N0", culture),
            outage.Basis.ToString().ToLowerInvariant(),
            outage.Id,
        ];
    }

    private static string Lasted(TimeSpan time) => time.TotalHours >= 24
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours} h")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Hours} h {time.Minutes:00} min");
}
