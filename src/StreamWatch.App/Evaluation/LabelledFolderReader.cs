using System.Globalization;
using System.Text.Json;
using StreamWatch.App.Incidents;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using StreamWatch.Simulation.Evaluation;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.App.Evaluation;

/// <summary>
/// Reads <c>truth.json</c> (docs/formats.md) as far as an evaluation needs it; fields that it does not need may be missing, and fields that
/// are not known are passed over, so that folders of others' generators can be read.
/// </summary>
internal static class LabelledFolderReader
{
    private const long MaxBytes = 256 << 20;

    private const string TimeAllowed = "a time is RFC 3339 with its offset: 2022-01-14T00:00:00Z";

    private static readonly string[] EntityTypes = [.. Enum.GetValues<EntityType>().Select(type => type.ToString().ToLowerInvariant())];
    private static readonly Dictionary<string, Cause> Causes = Enum.GetValues<Cause>().ToDictionary(CauseWords.Name);

    /// <summary>Reads the truth of a folder; null where it has faults, which are added.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="watch">What is watched by name there.</param>
    /// <param name="faults">Every fault, with file, field, value and what is allowed.</param>
    public static LabelledFolder? Read(string folder, WatchList watch, List<string> faults)
    {
        var before = faults.Count;
        var read = JsonFile.Read(Path.Combine(folder, TruthFile.Name), "a file of the truth", MaxBytes, faults, root => Read(folder, root, watch));
        return faults.Count == before ? read : null;
    }

    private static LabelledFolder? Read(string folder, JsonPlace root, WatchList watch)
    {
        if (root.Value.ValueKind != JsonValueKind.Object)
        {
            root.Fault("it has to be an object");
            return null;
        }

        var windows = Objects(root, "windows").Select(window => (Start: Time(window, "start"), End: Time(window, "end"))).ToList();
        if (windows.Count == 0)
        {
            root.Field("windows").Fault("it has to be a list of at least one window with start and end");
        }

        var incidents = Objects(root, "incidents").Select(Incident).ToList();
        var ids = incidents.Select(incident => incident.Id).ToHashSet();
        return new LabelledFolder
        {
            Path = folder,
            Scenario = root.Text("scenario") ?? Path.GetFileName(Path.GetFullPath(folder)),
            EndAt = windows.Select(window => window.End).DefaultIfEmpty().Max(),
            Outages = [.. Objects(root, "outages").Select(row => Outage(row, windows, ids, watch))],
            Incidents = incidents,
            Excused = [.. Objects(root, "not_outages").Select(Excused).OfType<ExcusedEvent>()],
        };
    }

    private static IEnumerable<JsonPlace> Objects(JsonPlace root, string name)
    {
        foreach (var item in root.Items(name))
        {
            if (item.Value.ValueKind == JsonValueKind.Object)
            {
                yield return item;
            }
            else
            {
                item.Fault("it has to be an object");
            }
        }
    }

    private static LabelledIncident Incident(JsonPlace place)
    {
        var cause = Cause.Unexplained;
        place.Text("cause", needed: true, text => Causes.TryGetValue(text, out cause), $"a cause is one of {string.Join(", ", Causes.Keys)}");
        return new LabelledIncident(place.Text("id", needed: true) ?? "", cause);
    }

    private static LabelledOutage Outage(JsonPlace place, List<(DateTime Start, DateTime End)> windows, HashSet<string> incidents, WatchList watch)
    {
        var type = place.Text("entity_type", needed: true, EntityTypes.Contains, $"allowed are {string.Join(", ", EntityTypes)}");
        var isAsn = type == "asn";
        var entity = place.Text(
            "entity",
            needed: true,
            text => !isAsn || uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            isAsn ? "an ASN is a whole number in quotation marks, without AS" : "it has to be a name") ?? "0";
        var basis = place.Text("basis", needed: true, text => text is TrueOutage.ByRoutes or TrueOutage.ByUnits, $"allowed are {TrueOutage.ByRoutes} and {TrueOutage.ByUnits}");
        var severity = place.Text("severity", needed: false, text => text is "critical" or "partial", "allowed are critical and partial");
        var onset = Time(place, "onset");
        var end = Time(place, "end");
        if (end < onset)
        {
            place.Field("end").Fault("an outage ends after its onset");
        }

        var incident = place.Field("incident").Value.ValueKind == JsonValueKind.Null ? null : place.Text("incident", needed: false, incidents.Contains, "it has to be the id of one of incidents, or null");
        var asn = isAsn && uint.TryParse(entity, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (uint?)null;
        return new LabelledOutage
        {
            Key = new OutageKey(
                asn is { } of ? Entity.OfAsn(of) : new Entity(Enum.TryParse<EntityType>(type, ignoreCase: true, out var known) ? known : EntityType.Target, entity),
                basis == TrueOutage.ByUnits ? OutageBasis.Units : OutageBasis.Routes),
            OnsetAt = onset,
            EndAt = end,
            IsEndKnown = !windows.Exists(window => onset < window.End && end >= window.End && onset >= window.Start),
            Incident = incident,
            IsPartial = severity == "partial",
            IsAskedFor = type == "target"
                ? IsTargetAskedFor(entity, onset, windows, watch)
                : basis == TrueOutage.ByUnits || severity != "partial" || (asn is { } whose && watch.Asns.Contains(whose)),
        };
    }

    /// <summary>Nobody asks for the downtime of a router, which is evidence only, nor for planned work, nor for what was away before anyone looked.</summary>
    private static bool IsTargetAskedFor(string target, DateTime onset, List<(DateTime Start, DateTime End)> windows, WatchList watch) =>
        !watch.Targets.Any(watched => watched.Name == target && watched.Kind == TargetKind.Router)
        && !watch.Maintenance.Any(work => work.Target == target && work.From <= onset && onset < work.To)
        && !windows.Exists(window => window.Start == onset);

    private static ExcusedEvent? Excused(JsonPlace place)
    {
        var label = place.Text("label", needed: true);
        return label switch
        {
            Labels.BriefFailure => new ExcusedEvent(OutageBasis.Units, Time(place, "start"), Time(place, "end"), []),
            Labels.Flapping => new ExcusedEvent(
                OutageBasis.Routes, Time(place, "start"), Time(place, "end"), [.. place.Items("asns").Select(asn => asn.Asn()).OfType<uint>().Select(asn => Entity.OfAsn(asn).Name)]),
            _ => null,
        };
    }

    private static DateTime Time(JsonPlace place, string name)
    {
        var time = DateTimeOffset.UnixEpoch;
        place.Text(
            name,
            needed: true,
            text => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time),
            TimeAllowed);
        return time.UtcDateTime;
    }
}
