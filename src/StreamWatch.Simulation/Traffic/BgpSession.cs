using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Traffic;

/// <summary>
/// The border router's BGP session with a provider, over an access link. It ends when nothing is heard for the hold time, when the
/// interface goes down, when the router stops or when somebody shuts it; it comes back when a whole exchange of messages gets
/// through, tried after the connect-retry time, which doubles after every failure (RFC 4271 sections 6.5, 8 and 8.1.1, DampPeerOscillations).
/// </summary>
/// <param name="hold">Hold time, seconds: 90 (RFC 4271 section 10) to 180 (common default).</param>
/// <param name="seesInterface">Whether the loss of the link is seen at once; else only the hold timer tells.</param>
/// <param name="protection">Share of the loss that keepalives are spared because routers queue them first; 0 to 1.</param>
internal sealed class BgpSession(double hold, bool seesInterface, double protection)
{
    private const double ConnectRetry = 120;
    private const double LongestRetry = 960;

    /// <summary>TCP handshake, OPEN and KEEPALIVE: packets in each direction that all have to get through.</summary>
    private const int PacketsToEstablish = 4;

    /// <summary>How often each is tried before the attempt is given up.</summary>
    private const int Tries = 5;

    private readonly KeepaliveStream _in = new(hold);
    private readonly KeepaliveStream _out = new(hold);
    private double _retry = ConnectRetry;
    private double _retryAt;
    private double _establishedAt;

    public bool IsEstablished { get; private set; } = true;

    public void Reset(Prng random)
    {
        IsEstablished = true;
        _retry = ConnectRetry;
        _establishedAt = double.NegativeInfinity;
        _in.Begin(0, random);
        _out.Begin(0, random);
    }

    /// <summary>Plays a step that ends at <paramref name="to"/>; returns when the session ended or began in it, or null.</summary>
    public double? Advance(double from, double to, AccessLink link, bool mayStand, Prng random)
    {
        var lossIn = link.IsCut ? 1 : link.LossIn * (1 - protection);
        var lossOut = link.IsCut ? 1 : link.LossOut * (1 - protection);
        if (IsEstablished)
        {
            if (to - _establishedAt > 1800)
            {
                _retry = ConnectRetry;
            }

            var expired = _in.Advance(to, lossIn, random) ?? _out.Advance(to, lossOut, random);
            double? ended = !mayStand || (link.IsCut && seesInterface) ? from : expired;
            if (ended is { } at)
            {
                IsEstablished = false;
                _retryAt = at + (_retry * random.Between(0.75, 1));
            }

            return ended;
        }

        if (_retryAt > to)
        {
            return null;
        }

        var chance = Math.Pow(1 - Math.Pow(lossIn, Tries), PacketsToEstablish) * Math.Pow(1 - Math.Pow(lossOut, Tries), PacketsToEstablish);
        if (mayStand && !link.IsCut && random.Chance(chance))
        {
            IsEstablished = true;
            _establishedAt = to;
            _in.Begin(to, random);
            _out.Begin(to, random);
            return to;
        }

        // A session that is shut, or whose link is down, is not tried: it is there soon after they are.
        _retry = mayStand && !link.IsCut ? Math.Min(LongestRetry, _retry * 2) : ConnectRetry;
        _retryAt = to + (mayStand && !link.IsCut ? _retry * random.Between(0.75, 1) : 0);
        return null;
    }
}
