using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.Simulation.OtherRules;

/// <summary>
/// IODA's rules on our signals: of routes the blocks that at least half of the usable views carry, of probes the share of an entity's units that serve.
/// Its best reading: the views are those that our detection trusts (IODA's own are told by fixed table sizes, and it has no notion of a transfer).
/// </summary>
/// <param name="routesGrace">How long after its end a bin of routes is known.</param>
/// <param name="probesGrace">How long after its end a bin of probes is known.</param>
public sealed class IodaRule(TimeSpan routesGrace, TimeSpan probesGrace)
{
    public const string Name = "ioda";

    private readonly Dictionary<(uint Asn, AddressFamily Family), IodaSignal> _routes = [];
    private readonly Dictionary<AddressFamily, OutageLog> _routeLogs = new()
    {
        [AddressFamily.IPv4] = new OutageLog(Name + "-ipv4", IodaOptions.Routes.BinWidth),
        [AddressFamily.IPv6] = new OutageLog(Name + "-ipv6", IodaOptions.Routes.BinWidth),
    };

    private readonly Dictionary<Entity, (IodaSignal Signal, long Slot, double? Last)> _probes = [];
    private readonly OutageLog _probeLog = new(Name, IodaOptions.Probing.BinWidth);

    /// <summary>Takes bins of an ASN that are alike; those of one ASN come in order.</summary>
    public void Routes(in AsnBin bins)
    {
        if (!_routes.TryGetValue((bins.Asn, bins.Family), out var signal))
        {
            _routes.Add((bins.Asn, bins.Family), signal = new IodaSignal(IodaOptions.Routes));
        }

        double? value = bins.Sample.Known == 0 ? null : bins.Sample.Seen50;
        for (var bin = bins.Bin; bin < bins.Bin + bins.Bins; bin++)
        {
            var key = new OutageKey(Entity.OfAsn(bins.Asn), OutageBasis.Routes);
            if (signal.Step(value) != IodaLevel.Unknown)
            {
                Note(_routeLogs[bins.Family], key, signal, bin * IodaOptions.Routes.BinWidth, IodaOptions.Routes.BinWidth + routesGrace);
            }
        }
    }

    /// <summary>Takes how an entity stood at the end of a bin of probes.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="startAt">Start of the bin, UTC.</param>
    /// <param name="serving">Units that serve.</param>
    /// <param name="known">Units that are known to serve or not to.</param>
    public void Probes(Entity entity, DateTime startAt, int serving, int known)
    {
        var slot = (startAt - DateTime.UnixEpoch).Ticks / IodaOptions.Probing.BinWidth.Ticks;
        if (!_probes.TryGetValue(entity, out var track))
        {
            track = (new IodaSignal(IodaOptions.Probing), slot, null);
        }

        if (slot != track.Slot)
        {
            StepProbes(entity, track.Signal, track.Slot, track.Last);
            track = track with { Slot = slot, Last = null };
        }

        // What holds at the end of its ten minutes is the bin's.
        _probes[entity] = track with { Last = known == 0 ? track.Last : (double)serving / known };
    }

    /// <summary>What it found; those of both address families of an ASN are told as one.</summary>
    public IReadOnlyList<FoundOutage> Finish(DateTime dataEnd)
    {
        foreach (var (entity, (signal, slot, last)) in _probes)
        {
            StepProbes(entity, signal, slot, last);
        }

        _probes.Clear();
        return [.. FoundOutages.Join(_routeLogs.Values.SelectMany(log => log.All(dataEnd))), .. _probeLog.All(dataEnd)];
    }

    private static void Note(OutageLog log, OutageKey key, IodaSignal signal, TimeSpan startAt, TimeSpan known)
    {
        if (signal.IsOut && !log.IsOpen(key))
        {
            log.Open(key, DateTime.UnixEpoch + startAt, DateTime.UnixEpoch + startAt + known);
        }
        else if (!signal.IsOut && log.IsOpen(key))
        {
            log.Close(key, DateTime.UnixEpoch + startAt);
        }
    }

    private void StepProbes(Entity entity, IodaSignal signal, long slot, double? share)
    {
        if (signal.Step(share) != IodaLevel.Unknown)
        {
            Note(_probeLog, new OutageKey(entity, OutageBasis.Units), signal, slot * IodaOptions.Probing.BinWidth, IodaOptions.Probing.BinWidth + probesGrace);
        }
    }
}
