using StreamWatch.Tests.Engine.Stories;
using Xunit;

namespace StreamWatch.Tests.Engine;

/// <summary>Outages that have to be found, with their exact bins.</summary>
public sealed class OutageStories
{
    static readonly string[] Starjv = ["175.45.176.0/24", "175.45.177.0/24", "175.45.178.0/24", "175.45.179.0/24"];

    [Fact]
    public void A_network_that_all_peers_lose_has_an_outage()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 300).Dump(0)
            .Lose(121, Starjv).Gain(181, 131279, Starjv)
            .Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–03:00 Rib"], found.Told);
        Assert.Equal(0, found.LateEvents);
    }

    [Fact]
    public void Without_a_table_it_is_found_too_once_the_views_have_spoken_of_it()
    {
        var found = new Story().Network(131279, Starjv).Background(80, until: 300)
            .Gain(10, 131279, Starjv)
            .Lose(121, Starjv).Gain(181, 131279, Starjv)
            .Play();

        Assert.Equal(["AS131279 v4 Critical 02:00–03:00 Learned"], found.Told);
    }
}
