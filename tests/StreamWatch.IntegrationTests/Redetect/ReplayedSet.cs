using System.Diagnostics;
using StreamWatch.IntegrationTests.Replay;
using Xunit;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary>A simulated set that is replayed once; every test gets a copy of the data directory to change.</summary>
public sealed class ReplayedSet : IDisposable
{
    const string Name = "data";
    readonly Lazy<Task<ReplayPlace>> _replayed = new(ReplayAsync);

    /// <summary>A place of the caller's own with the data directory <c>data</c>.</summary>
    internal async Task<ReplayPlace> CopyAsync()
    {
        var replayed = await _replayed.Value;
        var copy = ReplayPlace.New();
        // With its links, which a copy file by file would follow.
        using var copying = Process.Start("cp", ["-a", replayed.At(Name), copy.At(Name)]);
        await copying.WaitForExitAsync();
        Assert.Equal(0, copying.ExitCode);
        return copy;
    }

    public void Dispose()
    {
        if (_replayed is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } done })
        {
            done.Result.Dispose();
        }
    }

    static async Task<ReplayPlace> ReplayAsync()
    {
        var place = ReplayPlace.New();
        var set = SimulatedFiles.Make(place, "own-outages", seed: 1);
        await place.ReplayAsync(Name, [set.Concatenate(place, "whole", gzip: false)]);
        return place;
    }
}
