using System.Globalization;

namespace StreamWatch.Benchmarks;

/// <summary>Two ways to the same end, run in alternating pairs, so that a busy machine slows both; the medians of three pairs are compared.</summary>
static class Comparison
{
    const int Pairs = 3;

    /// <summary>Runs the pairs and prints a line with both medians and their ratio.</summary>
    /// <param name="what">What is compared, in the words of the printed line.</param>
    /// <param name="goal">The ratio asked for: how many times as fast as theirs ours is to be.</param>
    /// <param name="theirs">Runs bgpdump once; the seconds of the wall clock.</param>
    /// <param name="ours">Runs streamwatch once; the seconds of the wall clock.</param>
    public static void Print(string what, int goal, Func<double> theirs, Func<double> ours)
    {
        List<double> allTheirs = [], allOurs = [];
        for (var pair = 0; pair < Pairs; pair++)
        {
            allTheirs.Add(theirs());
            allOurs.Add(ours());
        }

        var (median, medianOurs) = (Median(allTheirs), Median(allOurs));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-30} bgpdump {median,6:F2}  streamwatch {medianOurs,6:F2}  ratio {median / medianOurs,5:F1} (goal {goal})"));
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
