using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Traffic;

/// <summary>One direction of a BGP session: keepalives over TCP, sent again with a growing time-out when they are lost (RFC 4271 section 4.4, RFC 6298).</summary>
internal sealed class KeepaliveStream(double hold)
{
    private const double LongestTimeout = 60;

    private double _next;
    private double _timeout = 1;

    /// <summary>When the other side last heard something, seconds.</summary>
    public double LastHeard { get; private set; }

    public void Begin(double now, Prng random)
    {
        LastHeard = now;
        _timeout = 1;
        _next = now + (hold / 3 * random.Between(0.75, 1));
    }

    /// <summary>Plays up to <paramref name="to"/>; returns when the hold timer ran out, or null.</summary>
    public double? Advance(double to, double loss, Prng random)
    {
        while (_next <= to && _next <= LastHeard + hold)
        {
            if (random.NextDouble() >= loss)
            {
                LastHeard = _next;
                _timeout = 1;
                _next += hold / 3 * random.Between(0.75, 1);
            }
            else
            {
                _next += _timeout;
                _timeout = Math.Min(LongestTimeout, _timeout * 2);
            }
        }

        return LastHeard + hold <= to ? LastHeard + hold : null;
    }
}
