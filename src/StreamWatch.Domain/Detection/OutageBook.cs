using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Domain.Detection;

/// <summary>Writes the revisions of outages: names them, numbers them and joins what opened together to one incident.</summary>
public sealed class OutageBook(DetectionOptions options)
{
    private readonly Dictionary<uint, List<OpenOutage>> _openByAsn = [];
    private readonly Dictionary<OpenOutage, IReadOnlyList<Prefix>> _lost = [];

    /// <summary>The revision that says what changed.</summary>
    public OutageRevision Revise(FollowedAsn asn, OpenOutage outage, SignalChange change, Basis basis, IReadOnlyList<Prefix> lost)
    {
        var id = $"asn-{asn.Asn}-{(asn.Family == AddressFamily.IPv4 ? "ipv4" : "ipv6")}-{At(outage.OnsetBin):yyyyMMdd'T'HHmmss'Z'}";
        if (!_openByAsn.TryGetValue(asn.Asn, out var open))
        {
            _openByAsn.Add(asn.Asn, open = []);
        }

        if (change == SignalChange.Opened)
        {
            outage.Basis = basis;
            outage.IncidentId = open.Count > 0 ? open[0].IncidentId : id;
            open.Add(outage);
        }

        if (change is SignalChange.Opened or SignalChange.Worsened)
        {
            _lost[outage] = [.. lost.Union(_lost.GetValueOrDefault(outage, [])).Order()];
        }

        var revision = new OutageRevision
        {
            Id = id,
            IncidentId = outage.IncidentId,
            EntityType = EntityType.Asn,
            Entity = $"AS{asn.Asn}",
            Asn = asn.Asn,
            Family = asn.Family,
            Basis = outage.Basis,
            Severity = outage.Severity,
            State = change switch
            {
                SignalChange.Recovered => OutageState.Recovered,
                SignalChange.Rebaselined => OutageState.Rebaselined,
                _ => OutageState.Open,
            },
            OnsetAt = At(outage.OnsetBin),
            DetectedAt = At(outage.DetectedBin + 1) + options.Grace,
            RecoveredAt = outage.RecoveredBin is { } bin ? At(bin) : null,
            Revision = ++outage.Revision,
            MinVisibility = outage.MinVisibility,
            Baseline = outage.Baseline,
            SpaceBlocks = outage.SpaceBlocks,
            ViewsUsable = outage.ViewsUsable,
            LostPrefixes = _lost[outage],
            BinWidth = options.AsnBin,
            Ruleset = DetectionOptions.Ruleset,
        };
        if (revision.State != OutageState.Open)
        {
            open.Remove(outage);
            _lost.Remove(outage);
        }

        return revision;
    }

    private DateTime At(long bin) => DateTime.UnixEpoch.AddTicks(bin * options.AsnBin.Ticks);
}
