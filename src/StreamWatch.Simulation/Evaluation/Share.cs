namespace StreamWatch.Simulation.Evaluation;

/// <summary>So many of so many.</summary>
/// <param name="Count">Those that are.</param>
/// <param name="Of">All.</param>
public readonly record struct Share(int Count, int Of)
{
    /// <summary>97.5 % quantile of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>0 to 1; null of none.</summary>
    public double? Value => Of == 0 ? null : (double)Count / Of;

    /// <summary>The 95 % interval by Wilson's score (Wilson 1927), which stays within 0 to 1 and holds for few cases; null of none.</summary>
    public (double Low, double High)? Wilson95
    {
        get
        {
            if (Value is not { } share)
            {
                return null;
            }

            var squared = Z * Z / Of;
            var middle = (share + (squared / 2)) / (1 + squared);
            var half = Z / (1 + squared) * Math.Sqrt((share * (1 - share) / Of) + (squared / (4 * Of)));
            return (Count == 0 ? 0 : Math.Max(0, middle - half), Count == Of ? 1 : Math.Min(1, middle + half));
        }
    }
}
