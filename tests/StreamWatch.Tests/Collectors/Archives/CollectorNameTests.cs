using StreamWatch.Collectors.Archives;
using Xunit;

namespace StreamWatch.Tests.Collectors.Archives;

/// <summary>Where the name of a route collector is read from.</summary>
public sealed class CollectorNameTests
{
    [Theory]
    [InlineData("rrc00/2022.01/updates.20220114.2300.gz", "rrc00")]
    [InlineData("set/collectors/rc24/updates.20220114.2300.gz", "rc24")]
    [InlineData("set/collectors/Amsterdam/2022.01/rib.20220114.2300", "amsterdam")]
    [InlineData("set/collectors/updates.20220114.2300.gz", CollectorName.Unnamed)]
    [InlineData("updates.20220114.2300.gz", CollectorName.Unnamed)]
    public void It_is_the_public_archives_name_or_the_folders(string path, string name) => Assert.Equal(name, CollectorName.From(path));
}
