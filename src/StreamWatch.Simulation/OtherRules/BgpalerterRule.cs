using StreamWatch.Domain.Correlation;
using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Evaluation;

namespace StreamWatch.Simulation.OtherRules;

/// <summary>
/// BGPalerter's monitor of visibility: an alert once so many distinct peers have withdrawn the exact prefix within 360 s. It counts messages and
/// keeps no state of the routes. It tells of no recovery; here an outage is over once as many peers have announced the prefix again. All prefixes
/// are monitored, each for the origin that it was first seen with.
/// </summary>
/// <param name="isScaled">
/// Whether the threshold fits small sets of peers: half of the peers heard so far in the address family where those are fewer than 80.
/// </param>
public sealed class BgpalerterRule(bool isScaled)
{
    public const string Name = "bgpalerter";

    public const string ScaledName = "bgpalerter, half of the peers";

    /// <summary>Distinct peers that have to withdraw, as it ships.</summary>
    public const int Peers = 40;

    private const long WithinMicros = 360_000_000;

    private readonly string _name = isScaled ? ScaledName : Name;
    private readonly Dictionary<Prefix, Monitored> _prefixes = [];
    private readonly Dictionary<AddressFamily, HashSet<int>> _peers = new() { [AddressFamily.IPv4] = [], [AddressFamily.IPv6] = [] };
    private readonly List<FoundOutage> _closed = [];

    /// <summary>Takes an event; events come in order of time.</summary>
    public void Hear(in RouteEvent e)
    {
        switch (e.Kind)
        {
            case RouteEventKind.RibEntry or RouteEventKind.Announcement:
                _peers[e.Prefix.Family].Add(e.View);
                Announce(e);
                break;
            case RouteEventKind.Withdrawal:
                if (_prefixes.TryGetValue(e.Prefix, out var monitored))
                {
                    Withdraw(monitored, e);
                }

                break;
            default:
                // States of sessions and ends of tables are no messages that it reads.
                break;
        }
    }

    /// <summary>What it found; alerts of several prefixes of an ASN that overlap are told as one.</summary>
    public IReadOnlyList<FoundOutage> Finish(DateTime dataEnd) => FoundOutages.Join(
    [
        .. _closed,
        .. _prefixes.Values.Select(monitored => monitored.Alert).OfType<FoundOutage>().Select(alert => alert with { EndAt = dataEnd > alert.OnsetAt ? dataEnd : alert.OnsetAt }),
    ]);

    private static DateTime At(long micros) => DateTime.UnixEpoch.AddMicroseconds(micros);

    private int Threshold(AddressFamily family)
    {
        var peers = _peers[family].Count;
        return isScaled && peers < 2 * Peers ? Math.Max(1, (peers + 1) / 2) : Peers;
    }

    private void Announce(in RouteEvent e)
    {
        if (!_prefixes.TryGetValue(e.Prefix, out var monitored))
        {
            if (e.Origin != 0)
            {
                _prefixes.Add(e.Prefix, new Monitored(e.Origin));
            }

            return;
        }

        if (monitored.Alert is { } alert && e.Kind == RouteEventKind.Announcement && monitored.Back.Add(e.View) && monitored.Back.Count >= monitored.Threshold)
        {
            _closed.Add(alert with { RecoveredAt = At(e.ReceivedAtMicros), EndAt = At(e.ReceivedAtMicros) });
            monitored.Alert = null;
            monitored.Withdrawn.Clear();
        }
    }

    private void Withdraw(Monitored monitored, in RouteEvent e)
    {
        if (monitored.Alert is not null)
        {
            monitored.Back.Remove(e.View);
            return;
        }

        while (monitored.Withdrawn.TryPeek(out var oldest) && oldest.Micros < e.ReceivedAtMicros - WithinMicros)
        {
            monitored.Withdrawn.Dequeue();
        }

        monitored.Withdrawn.Enqueue((e.ReceivedAtMicros, e.View));
        var threshold = Threshold(e.Prefix.Family);
        if (monitored.Withdrawn.Count < threshold || monitored.Withdrawn.DistinctBy(withdrawal => withdrawal.View).Count() < threshold)
        {
            return;
        }

        var onset = At(monitored.Withdrawn.Peek().Micros);
        var id = FormattableString.Invariant($"{_name}-{e.Prefix}-{onset:yyyyMMdd'T'HHmmss'Z'}");
        monitored.Threshold = threshold;
        monitored.Back.Clear();
        monitored.Alert = new FoundOutage
        {
            Id = id,
            Incident = id,
            Key = new OutageKey(Entity.OfAsn(monitored.Origin), OutageBasis.Routes),
            OnsetAt = onset,
            EndAt = onset,
            DetectedAt = At(e.ReceivedAtMicros),
            BinWidth = IodaOptions.Routes.BinWidth,
        };
    }

    /// <summary>A prefix that is monitored.</summary>
    private sealed class Monitored(uint origin)
    {
        public uint Origin { get; } = origin;

        /// <summary>Withdrawals within the window, oldest first.</summary>
        public Queue<(long Micros, int View)> Withdrawn { get; } = new();

        /// <summary>Peers that have announced it again since the alert.</summary>
        public HashSet<int> Back { get; } = [];

        /// <summary>Peers that the alert took.</summary>
        public int Threshold { get; set; }

        /// <summary>The alert that is on; null for none.</summary>
        public FoundOutage? Alert { get; set; }
    }
}
