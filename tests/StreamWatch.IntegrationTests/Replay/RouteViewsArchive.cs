using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>The 36 files of RouteViews, replayed once for all tests that look at them.</summary>
public sealed class RouteViewsArchive : IDisposable
{
    /// <summary>Elems in the 36 files, as bgpdump counts them.</summary>
    public const string AllElems = "5533892";

    /// <summary>Name of the data directory of the undisturbed replay.</summary>
    internal const string Data = "undisturbed";

    readonly Lazy<Task<(ReplayPlace Place, IReadOnlyList<string> Outages)>> _replay = new(ReplayAsync);

    internal static IReadOnlyList<string> Files => SharedData.Files("mrt-routeviews-2008");

    internal Task<(ReplayPlace Place, IReadOnlyList<string> Outages)> ReplayedAsync() => _replay.Value;

    public void Dispose()
    {
        if (_replay is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } done })
        {
            done.Result.Place.Dispose();
        }
    }

    static async Task<(ReplayPlace Place, IReadOnlyList<string> Outages)> ReplayAsync()
    {
        var files = Files;
        Assert.Equal(36, files.Count);
        var place = ReplayPlace.New();
        return (place, await place.ReplayAsync(Data, files));
    }
}
