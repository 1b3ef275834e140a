using StreamWatch.IntegrationTests.Cluster;
using Xunit;

[assembly: AssemblyFixture(typeof(ReplayedScenarios))]

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>Takes away at the end of all tests what they shared.</summary>
public sealed class ReplayedScenarios : IDisposable
{
    public void Dispose() => ReplayedScenario.DeleteAll();
}
