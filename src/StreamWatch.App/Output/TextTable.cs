namespace StreamWatch.App.Output;

/// <summary>Rows of cells in columns: the first to the left, the others to the right; the first row is the head.</summary>
internal static class TextTable
{
    /// <summary>The lines, each behind so many blanks.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows, int indent)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        return rows.Select(row =>
            new string(' ', indent) + string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
    }
}
