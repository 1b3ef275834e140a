namespace StreamWatch.Simulation.Traffic;

/// <summary>
/// A queue with one server and room for a limited number, arrivals and service times without memory (M/M/1/K; Kleinrock, "Queueing
/// Systems", vol. 1, section 3.6). An arrival sees the steady state, so that one draw says both whether it is turned away and how long
/// it waits.
/// </summary>
/// <param name="Rate">What it can serve, per second.</param>
/// <param name="Room">How many it holds, the one being served included.</param>
internal readonly record struct FiniteQueue(double Rate, int Room)
{
    private const double NearOne = 1e-9;

    /// <summary>Share of arrivals that is turned away.</summary>
    /// <param name="load">Offered load against capacity, 0 or more; may be above 1.</param>
    public double LossAt(double load) => load switch
    {
        <= 0 => 0,
        > 1 + NearOne => (load - 1) / (load - Math.Pow(load, -Room)),
        < 1 - NearOne => (1 - load) * Math.Pow(load, Room) / (1 - Math.Pow(load, Room + 1)),
        _ => 1.0 / (Room + 1),
    };

    /// <summary>Mean wait of those that are not turned away, seconds.</summary>
    public double WaitAt(double load) => load switch
    {
        <= 0 => 0,
        > 1 + NearOne => (Room - Mean(1 / load)) / Rate,
        < 1 - NearOne => Mean(load) / Rate,
        _ => Room / 2.0 / Rate,
    };

    /// <summary>How many an arrival finds there; <see cref="Room"/> means that it is turned away.</summary>
    /// <param name="load">Offered load against capacity.</param>
    /// <param name="chance">Uniform in [0, 1).</param>
    public int Found(double load, double chance) => load switch
    {
        <= 0 => 0,
        > 1 + NearOne => Room - Geometric(1 / load, chance),
        < 1 - NearOne => Geometric(load, chance),
        _ => (int)(chance * (Room + 1)),
    };

    /// <summary>Chance that an arrival finds at most so many there.</summary>
    public double ChanceOfAtMost(double load, double found) => found >= Room ? 1 : found < 0 ? 0 : load switch
    {
        <= 0 => 1,
        > 1 + NearOne => 1 - Below(1 / load, Room - Math.Floor(found) - 1),
        < 1 - NearOne => Below(load, Math.Floor(found)),
        _ => (Math.Floor(found) + 1) / (Room + 1),
    };

    private double Below(double ratio, double most) => (1 - Math.Pow(ratio, most + 1)) / (1 - Math.Pow(ratio, Room + 1));

    private double Mean(double load)
    {
        var top = Math.Pow(load, Room + 1);
        return (load / (1 - load)) - ((Room + 1) * top / (1 - top));
    }

    /// <summary>Geometric over 0 to Room with the ratio given, by the inverse of its distribution.</summary>
    private int Geometric(double ratio, double chance)
    {
        var n = Math.Ceiling(Math.Log(1 - (chance * (1 - Math.Pow(ratio, Room + 1)))) / Math.Log(ratio)) - 1;
        return (int)Math.Clamp(n, 0, Room);
    }
}
