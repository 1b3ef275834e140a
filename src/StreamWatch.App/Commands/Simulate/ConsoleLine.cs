using System.Globalization;
using StreamWatch.Simulation;

namespace StreamWatch.App.Commands.Simulate;

/// <summary>Shows the progress of a simulation in one line that overwrites itself.</summary>
internal sealed class ConsoleLine(TextWriter error) : IProgress<SimulationProgress>
{
    public void Report(SimulationProgress value) => error.Write(string.Create(
        CultureInfo.InvariantCulture, $"\r{value.Reached:yyyy-MM-dd HH:mm} UTC  {value.Fraction:P0}  {value.Elems:N0} elems "));
}
