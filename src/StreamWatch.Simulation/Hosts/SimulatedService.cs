using StreamWatch.Domain.Probing;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Traffic;

namespace StreamWatch.Simulation.Hosts;

/// <summary>
/// A server process: a queue of requests. Those who were not served come again, so that a service that was away returns to a crowd;
/// its caches are cold then; and much too much load makes it crash, to be started again later.
/// </summary>
internal sealed class SimulatedService(SimulatedHost host, TargetKind kind, FiniteQueue queue, double usualLoad)
{
    /// <summary>Judged: how long those who were not served keep trying, seconds.</summary>
    private const double Patience = 300;

    /// <summary>Judged: share of those who were not served that try again.</summary>
    private const double Insistence = 0.15;

    /// <summary>Judged: what a service can do with cold caches, against warm ones.</summary>
    private const double Cold = 0.4;

    private double _waiting;
    private double _startedAt = double.NegativeInfinity;
    private double _restartAt = double.PositiveInfinity;

    public SimulatedHost Host => host;

    public TargetKind Kind => kind;

    public FiniteQueue Queue => queue;

    /// <summary>Seconds between tries of one who was not served. Judged: people reload, resolvers hurry, mail waits for its queue (RFC 5321 section 4.5.4.1: 30 minutes).</summary>
    public double RetryEvery { get; init; } = kind switch { TargetKind.Mail => 1800, TargetKind.Dns => 10, _ => 30 };

    /// <summary>Crashes a minute for each unit of load above 1.5. Judged: applications with a database die first.</summary>
    public double Fragility { get; init; }

    /// <summary>Mean time until a crashed service is started again, seconds.</summary>
    public double MeanRestart { get; init; } = 600;

    /// <summary>How long its caches take to fill, seconds.</summary>
    public double WarmUp { get; init; }

    /// <summary>Answers with 503 when overloaded, as a proxy in front does; else its queue fills.</summary>
    public bool Sheds { get; init; }

    /// <summary>Resets connections that find the queue full (tcp_abort_on_overflow); else they are ignored.</summary>
    public bool Aborts { get; init; }

    /// <summary>A firewall drops what comes to a closed port; else the kernel refuses.</summary>
    public bool HidesWhenClosed { get; init; }

    /// <summary>Hostile requests, per second against the rate; a force, set anew in every step.</summary>
    public double ExtraLoad { get; set; }

    /// <summary>Stopped by hand or by a fault; a force, set anew in every step.</summary>
    public bool IsHeldDown { get; set; }

    /// <summary>Answers with an error only; a force, set anew in every step.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether the process runs.</summary>
    public bool IsRunning { get; private set; } = true;

    /// <summary>Offered load against what it can do now.</summary>
    public double Load { get; private set; }

    public void Reset()
    {
        IsRunning = true;
        Load = usualLoad;
        _waiting = 0;
        _startedAt = double.NegativeInfinity;
        _restartAt = double.PositiveInfinity;
    }

    /// <summary>The process begins, with cold caches.</summary>
    public void Start(double now)
    {
        IsRunning = true;
        _startedAt = now;
        _restartAt = double.PositiveInfinity;
    }

    /// <summary>Plays a step.</summary>
    /// <param name="from">Start of the step, seconds.</param>
    /// <param name="to">End of it.</param>
    /// <param name="activity">How much is going on at this time of day, 0 to 1.</param>
    /// <param name="reaching">Share of requests that reach it through the network.</param>
    /// <param name="random">Numbers.</param>
    public void Advance(double from, double to, double activity, double reaching, Prng random)
    {
        if (!IsRunning && !IsHeldDown && host.IsUp && from >= _restartAt)
        {
            Start(from);
        }

        var isThere = IsRunning && !IsHeldDown && host.IsUp;
        var warm = WarmUp <= 0 || double.IsNegativeInfinity(_startedAt) ? 1 : Math.Clamp(Cold + ((1 - Cold) * (from - _startedAt) / WarmUp), Cold, 1);
        var usual = usualLoad * (0.4 + (0.6 * activity));
        Load = (((usual + (_waiting / RetryEvery)) * reaching) + (ExtraLoad * reaching)) / warm;

        // In units of a second's work at full rate.
        var served = isThere ? reaching * (1 - queue.LossAt(Load)) : 0;
        _waiting += ((usual * (1 - served) * Insistence) - (_waiting * served / RetryEvery) - (_waiting / Patience)) * (to - from);
        _waiting = Math.Clamp(_waiting, 0, usual * Patience);
        if (isThere && Load > 1.5 && random.Chance(Math.Min(0.5, Fragility * (Load - 1.5)) * (to - from) / 60))
        {
            IsRunning = false;
            _restartAt = to - (Math.Log(1 - random.NextDouble()) * MeanRestart);
        }
    }
}
