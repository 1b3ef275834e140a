using Xunit;

[assembly: AssemblyFixture(typeof(StreamWatch.Tests.Simulation.SimulatedSetFixture))]

namespace StreamWatch.Tests.Simulation;

/// <summary>Removes the simulated data sets when all tests have run.</summary>
public sealed class SimulatedSetFixture : IDisposable
{
    public void Dispose() => SimulatedSet.DisposeAll();
}
