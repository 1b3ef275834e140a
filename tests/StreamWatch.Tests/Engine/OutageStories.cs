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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_found_after_every_peer_has_lost_its_own_sixty_networks_for_good(bool withTable)
    {
        var story = new Story().Network(131279, Starjv).Background(300, until: 400).Gain(10, 131279, Starjv);
        if (withTable)
        {
            story.Dump(0);
        }

        foreach (var view in story.All)
        {
            string[] gone = [.. Enumerable.Range(0, 60).Select(i => (view + (5 * i)) % 300).Select(n => $"11.{n / 64}.{n % 64 * 4}.0/22")];
            story.Lose(100 + (6 * view), gone, [view]);
        }

        var found = story.Lose(301, Starjv).Gain(361, 131279, Starjv).Play();
        Assert.Equal([$"AS131279 v4 Critical 05:00–06:00 {(withTable ? "Rib" : "Learned")}"], found.Told);
        Assert.Equal(15, found.Outages[0].ViewsUsable);
    }
}
