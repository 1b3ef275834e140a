using System.Globalization;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Reading;

/// <summary>Cuts a stretch of time into pieces of not too many rows, so that whoever reads it piece by piece holds no more than that at once.</summary>
/// <param name="clickHouse">Counts.</param>
/// <param name="unitsPerSecond">What times are told in: 1,000,000 for microseconds, 1,000,000,000 for nanoseconds.</param>
/// <param name="rowsAtOnce">Rows of a piece; more only where one step holds more.</param>
internal sealed class SpanCutter(IClickHouse clickHouse, long unitsPerSecond, long rowsAtOnce)
{
    /// <summary>Pieces <c>[Start, End)</c> in order of time; steps without any rows are left out.</summary>
    /// <param name="times">A query whose column <c>at</c> has the time of every row between its parameters <c>from</c> and <c>to</c>.</param>
    /// <param name="from">Start, in units.</param>
    /// <param name="to">End, in units; exclusive.</param>
    /// <param name="step">Seconds; pieces begin at whole steps.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="with">Adds the other parameters of the query; null for none.</param>
    public async Task<IReadOnlyList<ReadingSpan>> CutAsync(string times, long from, long to, int step, CancellationToken cancellationToken, Func<Statement, Statement>? with = null)
    {
        var seconds = step.ToString(CultureInfo.InvariantCulture);
        var query = new Statement(
            "read.spans",
            $"SELECT intDiv(toUnixTimestamp64Second(at), {seconds}) * {seconds} AS step_start, count() AS rows FROM ({times}) GROUP BY step_start ORDER BY step_start")
            .With("from", from).With("to", to);
        var spans = new List<ReadingSpan>();
        await foreach (var counted in clickHouse.QueryAsync<StepCount>(with is null ? query : with(query), cancellationToken).ConfigureAwait(false))
        {
            var start = Math.Max(from, counted.StepStart * unitsPerSecond);
            var end = Math.Min(to, (counted.StepStart + step) * unitsPerSecond);
            if (spans.Count > 0 && spans[^1].Rows + counted.Rows <= rowsAtOnce)
            {
                spans[^1] = spans[^1] with { End = end, Rows = spans[^1].Rows + counted.Rows };
            }
            else
            {
                spans.Add(new ReadingSpan(start, end, counted.Rows));
            }
        }

        return spans;
    }

    private sealed record StepCount(long StepStart, long Rows);
}
