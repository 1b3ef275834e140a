using System.Globalization;
using StreamWatch.Simulation.Running;

namespace StreamWatch.Simulation.Scenarios;

/// <summary>Times in scenarios.</summary>
internal static class Clock
{
    /// <summary>A time written out in ISO 8601.</summary>
    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The day on which scenarios without a real model play: 12 hours from its midnight.</summary>
    public static SimulationWindow Day(bool withTable) => new(At("2024-03-05T00:00:00Z"), At("2024-03-05T12:00:00Z"), withTable);
}
