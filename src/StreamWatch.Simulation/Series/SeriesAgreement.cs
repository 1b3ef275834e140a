using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Outages;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.Simulation.Series;

/// <summary>How far a rule and the labels of a series agree.</summary>
public sealed record SeriesAgreement
{
    private static readonly OutageKey Key = new(new Entity(EntityType.Group, "series"), OutageBasis.Units);

    /// <summary>Bins in which both say that there is an outage.</summary>
    public required int Both { get; init; }

    public required int RuleOnly { get; init; }

    public required int LabelOnly { get; init; }

    public required int Neither { get; init; }

    /// <summary>Outages of the labels with those of the rule, as in every evaluation: two bins of tolerance, one to one.</summary>
    public required IReadOnlyList<Pairing> Pairings { get; init; }

    /// <summary>The outages counted; the labels' stand for the true ones.</summary>
    public required RowScore Events { get; init; }

    /// <summary>Bins in which both say the same.</summary>
    public Share Bins => new(Both + Neither, Both + Neither + RuleOnly + LabelOnly);

    /// <summary>Agreement beyond what chance gives (Cohen 1960), up to 1; null where either says the same of all bins.</summary>
    public double? Kappa
    {
        get
        {
            double all = Bins.Of;
            var rule = (Both + RuleOnly) / all;
            var label = (Both + LabelOnly) / all;
            var chance = (rule * label) + ((1 - rule) * (1 - label));
            return all == 0 || chance >= 1 ? null : (Bins.Value - chance) / (1 - chance);
        }
    }

    /// <summary>Compares the events of a rule with the labels.</summary>
    public static SeriesAgreement Of(LabelledSeries series, IReadOnlyList<SeriesEvent> events)
    {
        var bins = series.Labels.Count;
        var said = SeriesEvent.Cover(events, bins);
        int Count(bool rule, bool label) => Enumerable.Range(0, bins).Count(bin => said[bin] == rule && series.Labels[bin] == label);
        var truth = SeriesEvent.Of(series.Labels).Select(marked => new LabelledOutage
        {
            Key = Key,
            OnsetAt = series.At(marked.From),
            EndAt = series.At(marked.To),
            IsEndKnown = marked.To < bins,
        });
        var found = events.Select(one => new FoundOutage
        {
            Id = FormattableString.Invariant($"bin-{one.From}"),
            Incident = "",
            Key = Key,
            OnsetAt = series.At(one.From),
            EndAt = series.At(one.To),
            RecoveredAt = one.To < bins ? series.At(one.To) : null,
            DetectedAt = series.At(one.From),
            BinWidth = series.Step,
        });
        var pairings = new OutageMatcher(TimeSpan.Zero).Match(truth, found, []);
        return new SeriesAgreement
        {
            Both = Count(rule: true, label: true),
            RuleOnly = Count(rule: true, label: false),
            LabelOnly = Count(rule: false, label: true),
            Neither = Count(rule: false, label: false),
            Pairings = pairings,
            Events = RowScore.Of(pairings),
        };
    }
}
