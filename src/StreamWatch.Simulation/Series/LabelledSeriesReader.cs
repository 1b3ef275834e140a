using System.Globalization;

namespace StreamWatch.Simulation.Series;

/// <summary>
/// Reads labelled signals from comma-separated values (RFC 4180) with a head line: <c>timestamp</c> (seconds since the Unix epoch), signals (numbers
/// of 0 and up, or empty), <c>LABEL</c> (0 or 1). Lines stand in order of time; bins without a line have no values and keep the label before them.
/// </summary>
public sealed class LabelledSeriesReader
{
    /// <summary>Name of the column of times.</summary>
    public const string TimeColumn = "timestamp";

    /// <summary>Name of the column of labels.</summary>
    public const string LabelColumn = "LABEL";

    private const int FaultsTold = 20;
    private const int MostBins = 10_000_000;
    private const double LastSecond = 253_402_300_799;

    private readonly string _file;
    private readonly List<string> _faults = [];
    private int _faultsLeftOut;

    private LabelledSeriesReader(string file) => _file = file;

    /// <summary>Reads a series; null where it has faults.</summary>
    /// <param name="file">Its name for messages.</param>
    /// <param name="lines">The text.</param>
    /// <param name="columns">Names of the signals that are wanted, at least one.</param>
    /// <param name="faults">Every fault, with line, column and what is allowed; the first twenty where there are more.</param>
    public static LabelledSeries? Read(string file, TextReader lines, IReadOnlyList<string> columns, out IReadOnlyList<string> faults)
    {
        var reader = new LabelledSeriesReader(file);
        var series = reader.Read(lines, columns);
        if (reader._faultsLeftOut > 0)
        {
            reader._faults.Add($"{file}: and {reader._faultsLeftOut} more faults");
        }

        faults = reader._faults;
        return faults.Count == 0 ? series : null;
    }

    private LabelledSeries? Read(TextReader lines, IReadOnlyList<string> columns)
    {
        var head = lines.ReadLine() is { } line ? Split(line.TrimStart('\uFEFF')) : null;
        if (head is null)
        {
            Fault($"{_file}: is empty; it has to begin with the names of its columns");
            return null;
        }

        var wanted = new[] { TimeColumn, LabelColumn }.Concat(columns).ToList();
        var places = wanted.ConvertAll(column => head.IndexOf(column));
        foreach (var missing in wanted.Where((_, i) => places[i] < 0))
        {
            Fault($"{_file}: line 1: there is no column {missing}; there are {string.Join(", ", head)}");
        }

        return _faults.Count > 0 ? null : Read(lines, columns, head.Count, places);
    }

    private LabelledSeries? Read(TextReader lines, IReadOnlyList<string> columns, int width, List<int> places)
    {
        var rows = new List<(long Seconds, int Line, bool Label, double?[] Values)>();
        for (var number = 2; lines.ReadLine() is { } text; number++)
        {
            if (text.Length == 0)
            {
                continue;
            }

            var cells = Split(text);
            if (cells.Count != width)
            {
                Fault($"{_file}: line {number}: has {cells.Count} fields; the head line has {width}");
                continue;
            }

            var seconds = Number(cells[places[0]], number, TimeColumn, mayBeEmpty: false, LastSecond) ?? 0;
            var label = cells[places[1]];
            if (label is not ("0" or "1"))
            {
                Fault($"{_file}: line {number}, column {LabelColumn}: is \"{label}\"; allowed are 0 and 1");
            }

            var values = columns.Select((column, i) => Number(cells[places[i + 2]], number, column, mayBeEmpty: true, double.MaxValue)).ToArray();
            if (seconds != Math.Floor(seconds))
            {
                Fault($"{_file}: line {number}, column {TimeColumn}: is {cells[places[0]]}; it has to be whole seconds");
            }

            if (rows.Count > 0 && seconds <= rows[^1].Seconds)
            {
                Fault($"{_file}: line {number}, column {TimeColumn}: is {cells[places[0]]}, not after that of line {rows[^1].Line}; lines stand in order of time, one for each bin");
            }

            rows.Add(((long)seconds, number, label == "1", values));
        }

        return _faults.Count > 0 ? null : Build(rows, columns);
    }

    private LabelledSeries? Build(List<(long Seconds, int Line, bool Label, double?[] Values)> rows, IReadOnlyList<string> columns)
    {
        if (rows.Count < 2)
        {
            Fault($"{_file}: has {rows.Count} lines of values; it takes two to tell the width of a bin");
            return null;
        }

        var step = rows.Zip(rows.Skip(1), (one, next) => next.Seconds - one.Seconds).Min();
        if (step > 3600)
        {
            Fault($"{_file}: its lines are at least {step} s apart; bins are 1 to 3600 s wide");
            return null;
        }

        foreach (var row in rows.Where(row => (row.Seconds - rows[0].Seconds) % step != 0))
        {
            Fault($"{_file}: line {row.Line}, column {TimeColumn}: is {row.Seconds}, which is no bin of {step} s counted from line {rows[0].Line}");
        }

        var bins = ((rows[^1].Seconds - rows[0].Seconds) / step) + 1;
        if (bins > MostBins)
        {
            Fault($"{_file}: has {bins} bins of {step} s; at most {MostBins} are read");
        }

        if (_faults.Count > 0)
        {
            return null;
        }

        var labels = new bool[bins];
        var values = columns.Select(_ => new double?[bins]).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            var bin = (int)((rows[i].Seconds - rows[0].Seconds) / step);
            var next = i + 1 < rows.Count ? (int)((rows[i + 1].Seconds - rows[0].Seconds) / step) : (int)bins;
            labels.AsSpan(bin, next - bin).Fill(rows[i].Label);
            for (var column = 0; column < values.Length; column++)
            {
                values[column][bin] = rows[i].Values[column];
            }
        }

        return new LabelledSeries
        {
            StartAt = DateTime.UnixEpoch.AddSeconds(rows[0].Seconds),
            Step = TimeSpan.FromSeconds(step),
            Signals = [.. columns.Select((column, i) => (column, (IReadOnlyList<double?>)values[i]))],
            Labels = labels,
        };
    }

    private double? Number(string cell, int line, string column, bool mayBeEmpty, double most)
    {
        if (cell.Length == 0 && mayBeEmpty)
        {
            return null;
        }

        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most)
        {
            return number;
        }

        var what = column == TimeColumn ? "seconds since the Unix epoch, 0 to 253402300799" : "a number of 0 or more, or nothing";
        Fault($"{_file}: line {line}, column {column}: is \"{cell}\"; allowed is {what}");
        return null;
    }

    private void Fault(string fault)
    {
        if (_faults.Count < FaultsTold)
        {
            _faults.Add(fault);
        }
        else
        {
            _faultsLeftOut++;
        }
    }

    /// <summary>The fields of a line; one in quotation marks may hold commas, and two marks for one.</summary>
    private static List<string> Split(string line)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (letter == '"' && (isQuoted || cell.Length == 0))
            {
                isQuoted = !isQuoted;
            }
            else if (letter == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
