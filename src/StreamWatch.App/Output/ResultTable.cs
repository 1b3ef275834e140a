using Spectre.Console;

namespace StreamWatch.App.Output;

/// <summary>Results as a table: drawn on a terminal, columns of text in a pipe.</summary>
internal static class ResultTable
{
    public static void Write(TextWriter output, IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        if (Console.IsOutputRedirected)
        {
            var all = rows.Prepend([.. columns]).ToList();
            var widths = columns.Select((_, column) => all.Max(row => row[column].Length)).ToList();
            foreach (var row in all)
            {
                output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
            }

            return;
        }

        var table = new Table().RoundedBorder();
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(table);
    }
}
