using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.Tests.Simulation.Evaluation;

/// <summary>True and found outages in a few words; times are minutes from a midnight.</summary>
static class Cases
{
    public static readonly OutageKey GroupByUnits = new(new Entity(EntityType.Group, "kp"), OutageBasis.Units);
    public static readonly OutageKey AsnByRoutes = new(Entity.OfAsn(64500), OutageBasis.Routes);
    public static readonly OutageKey Target = new(new Entity(EntityType.Target, "kp-web-1"), OutageBasis.Units);

    /// <summary>Bins of a minute by hosts and of five by routes; the grace of routes is two minutes.</summary>
    public static OutageMatcher Matcher { get; } = new(TimeSpan.FromMinutes(2));

    public static DateTime At(double minute) => new DateTime(2022, 1, 14, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minute);

    public static LabelledOutage True(double onset, double end, OutageKey? key = null, string? incident = null) => new()
    {
        Key = key ?? GroupByUnits, OnsetAt = At(onset), EndAt = At(end), Incident = incident,
    };

    public static FoundOutage Found(double onset, double? recovered, OutageKey? key = null, string? id = null, string? incident = null)
    {
        var of = key ?? GroupByUnits;
        var name = id ?? FormattableString.Invariant($"{of}-{onset}-{recovered}");
        return new FoundOutage
        {
            Id = name,
            Incident = incident ?? name,
            Key = of,
            OnsetAt = At(onset),
            RecoveredAt = recovered is { } end ? At(end) : null,
            EndAt = At(recovered ?? 1440),
            DetectedAt = At(onset + 2.5),
            BinWidth = TimeSpan.FromMinutes(of.Basis == OutageBasis.Routes ? 5 : 1),
        };
    }

    public static CauseProbability Says(Cause cause, double probability) => new(cause, probability, []);

    public static LabelledFolder Folder(IReadOnlyList<LabelledOutage> outages, params LabelledIncident[] incidents) => new()
    {
        Path = "folder", Scenario = "scenario", EndAt = At(1440), Outages = outages, Incidents = incidents, Excused = [],
    };
}
