using StreamWatch.IntegrationTests.Replay;
using Xunit;

namespace StreamWatch.IntegrationTests.Redetect;

/// <summary><c>streamwatch redetect</c> as people run it.</summary>
static class RedetectProgram
{
    /// <summary>A time that holds everything that is simulated.</summary>
    public static readonly string[] Always = ["--from", "2000-01-01", "--to", "2100-01-01"];

    /// <summary>What it prints; it has to end well.</summary>
    public static async Task<string> RedetectAsync(this ReplayPlace place, string data, params string[] words)
    {
        var (code, output, error) = await Storage.Program.RunAsync(["redetect", "--data", place.At(data), .. words]);
        Assert.True(code == 0, $"redetect ended with {code}: {error}");
        return output;
    }

    /// <summary>The same over all that is stored.</summary>
    public static Task<string> RedetectAllAsync(this ReplayPlace place, string data, params string[] words) => place.RedetectAsync(data, [.. Always, .. words]);
}
