using System.Net;
using StreamWatch.Simulation.Randomness;

namespace StreamWatch.Simulation.Hosts;

/// <summary>A machine, with one or more addresses.</summary>
internal sealed class SimulatedHost(string name, Site site, Hall? hall, IReadOnlyList<IPAddress> addresses)
{
    private double _powerLostAt = double.PositiveInfinity;
    private double _upAt;

    public string Name => name;

    public Site Site => site;

    public Hall? Hall => hall;

    public IReadOnlyList<IPAddress> Addresses => addresses;

    public bool IsSingleHomed { get; init; }

    /// <summary>How long its batteries last, seconds; 0 for none.</summary>
    public double Battery { get; init; }

    /// <summary>From power to service, seconds; long where somebody has to come and press a button.</summary>
    public double BootTime { get; init; } = 120;

    /// <summary>Mean time between stops of its own, seconds; infinite for a sound machine.</summary>
    public double MeanUp { get; init; } = double.PositiveInfinity;

    /// <summary>Mean length of such a stop, seconds.</summary>
    public double MeanDown { get; init; } = 240;

    public List<SimulatedService> Services { get; } = [];

    /// <summary>Held down by a fault or by hand; a force, set anew in every step.</summary>
    public bool IsHeldDown { get; set; }

    /// <summary>Whether it runs and answers on the network.</summary>
    public bool IsUp { get; private set; } = true;

    public void Reset()
    {
        IsUp = true;
        IsHeldDown = false;
        _powerLostAt = double.PositiveInfinity;
        _upAt = 0;
    }

    public void Advance(double from, double to, Prng random)
    {
        var hasPower = hall?.HasPower ?? true;
        if (!hasPower && double.IsPositiveInfinity(_powerLostAt))
        {
            _powerLostAt = from;
        }
        else if (hasPower)
        {
            _powerLostAt = double.PositiveInfinity;
        }

        var dead = IsHeldDown || from >= _powerLostAt + Battery;
        if (IsUp && !dead && random.Chance((to - from) / MeanUp))
        {
            IsUp = false;
            _upAt = to + (-Math.Log(1 - random.NextDouble()) * MeanDown);
        }
        else if (dead)
        {
            IsUp = false;
            _upAt = to + (IsHeldDown && hasPower ? 0 : BootTime);
        }
        else if (!IsUp && to >= _upAt)
        {
            IsUp = true;
            foreach (var service in Services)
            {
                service.Start(to);
            }
        }
    }
}
