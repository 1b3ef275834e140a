#if !STREAMIZ
using Xunit;

namespace StreamWatch.Tests.Topology.Streams;

/// <summary>Stands for the tests of the topology where the feed does not have Streamiz.</summary>
public sealed class WithoutStreamiz
{
    [Fact]
    public void The_topology_is_tested() => Assert.Skip("the NuGet feed of this build does not have Streamiz.Kafka.Net, with which the topology's tests come; build with the public gallery");
}
#endif
