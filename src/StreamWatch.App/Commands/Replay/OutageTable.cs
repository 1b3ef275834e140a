using System.Globalization;
using Spectre.Console;
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

        if (Console.IsOutputRedirected)
        {
            var rows = outages.Select(Cells).Prepend(Columns).ToList();
            var widths = Columns.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
            foreach (var row in rows)
            {
                output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            }

            return;
        }

        var table = new Table().RoundedBorder();
        foreach (var column in Columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var outage in outages)
        {
            table.AddRow(Cells(outage).Select(cell => new Text(cell)));
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
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
