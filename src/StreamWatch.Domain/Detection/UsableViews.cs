using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Detection;

/// <summary>
/// The views that may be asked about one address family at the end of a bin: not down, not in transfer, not silent, and
/// with a full feed. With whole tables, full is 75 % of the 90th percentile of the table sizes of the hour before.
/// Without, a table holds only what was spoken of, and a peer that sent its whole table would outgrow all others: there
/// full is a third of the median.
/// </summary>
public sealed class UsableViews(IReadOnlyList<View> views, DetectionOptions options)
{
    /// <summary>Share of the reference table that makes a feed full, with whole tables.</summary>
    public const double FullFeedShare = 0.75;

    /// <summary>Percentile of the table sizes that is the reference.</summary>
    public const double ReferencePercentile = 0.9;

    /// <summary>Share of the median learned table that makes a feed full.</summary>
    public const double LearnedFullFeedShare = 1.0 / 3;

    /// <summary>The views.</summary>
    public ViewMask Mask { get; } = new();

    /// <summary>What the views' knowledge rests on.</summary>
    public Basis Basis { get; private set; } = Basis.Learned;

    /// <summary>Views that have to have a known word on a block.</summary>
    public int ViewsNeeded { get; private set; }

    /// <summary>Whether there are views enough to judge at all.</summary>
    public bool Enough => Mask.Count >= (Basis == Basis.Rib ? options.ViewsNeeded : options.ViewsNeededLearned);

    /// <summary>Finds the views again.</summary>
    /// <param name="family">The address family.</param>
    /// <param name="silent">Views of route collectors that were away in this bin.</param>
    public void Find(AddressFamily family, ViewMask silent)
    {
        var rib = Sizes(view => view.FromRib ? view.UsualSize(family) : 0);
        var full = rib.Length == 0 ? 0 : rib[(int)Math.Ceiling(ReferencePercentile * rib.Length) - 1] * FullFeedShare;
        Collect(silent, view => view.FromRib && view.CarriedPrefixes[family] > 0 && view.UsualSize(family) >= full);
        Basis = Basis.Rib;
        if (Mask.Count < options.ViewsNeeded)
        {
            var learned = Sizes(view => view.KnownPrefixes[family]);
            full = learned.Length == 0 ? 0 : learned[learned.Length / 2] * LearnedFullFeedShare;
            Collect(silent, view => view.KnownPrefixes[family] > 0 && view.KnownPrefixes[family] >= full);
            Basis = Basis.Learned;
        }

        var least = Basis == Basis.Rib ? options.ViewsNeeded : options.ViewsNeededLearned;
        ViewsNeeded = Math.Max(least, (int)Math.Ceiling(options.Quorum * Mask.Count));
    }

    /// <summary>Takes what was found elsewhere.</summary>
    /// <param name="mask">The views, 64 a word.</param>
    /// <param name="basis">What their knowledge rests on.</param>
    /// <param name="viewsNeeded">Views that have to have a known word on a block.</param>
    public void Set(ReadOnlySpan<ulong> mask, Basis basis, int viewsNeeded)
    {
        Mask.Set(mask);
        Basis = basis;
        ViewsNeeded = viewsNeeded;
    }

    private double[] Sizes(Func<View, double> size) =>
        [.. views.Select(size).Where(value => value > 0).Order()];

    private void Collect(ViewMask silent, Func<View, bool> isFull)
    {
        Mask.Clear();
        for (var number = 0; number < views.Count; number++)
        {
            var view = views[number];
            if (!view.Down && !view.InTransfer && !silent.Contains(number) && isFull(view))
            {
                Mask.Set(number, true);
            }
        }
    }
}
