using System.CommandLine;
using StreamWatch.App.Commands.Run;
using StreamWatch.App.Running;
using StreamWatch.App.Watching;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Run;

/// <summary>What <c>streamwatch run</c> is told: defaults, and every fault at once.</summary>
public sealed class RunSettingsTests : IDisposable
{
    const string Probe = """ "probe": { "protocol": "http", "host": "example.org", "interval": "60s", "timeout": "10s" } """;

    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_watch_file_and_a_directory_are_enough()
    {
        var run = Read(Watch($$"""{ "vantages": [ { "name": "v1" } ], "targets": [ { "name": "www", "kind": "web", {{Probe}} } ] }"""), "--data", "d");

        Assert.Equal(("v1", Path.Combine("d", "journal"), 1L << 30), (run.Vantage, run.Journal, run.JournalLimit));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)), (run.Probing.Grace, run.Heartbeat));
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var message = Fault(
            "--watch", Watch("""{ "vantages": [ { "name": "v1" }, { "name": "v2" } ], "targets": [ { "name": "www", "kind": "web" } ] }"""),
            "--vantage", "v3", "--target-bin", "soon", "--units-needed", "1", "--correlation-below", "half", "--store-every", "1h", "--journal-limit", "12", "--warm-from", "1y", "--warm-results", "1");

        Assert.All(
            [
                "has 10 faults:", "--data DIR", "no target has a probe", "--vantage is \"v3\"; name one of its vantage points with --vantage: v1, v2", "--target-bin is \"soon\"",
                "--units-needed is 1; allowed are 2 to 1000", "--correlation-below is \"half\"", "--store-every is 1h; allowed are 1s to 5m",
                "--journal-limit is \"12\"; allowed are 1MiB to 1TiB", "--warm-from is \"1y\"", "--warm-results is 1; allowed are 1000 to 100000000",
            ],
            part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Contains("run needs --watch FILE", Fault("--data", "d"), StringComparison.Ordinal);
        Assert.Contains("none.json: cannot be read", Fault("--data", "d", "--watch", Path.Combine(_folder, "none.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vantage_point_is_the_only_one_or_this_host_or_named()
    {
        var two = Watch($$"""{ "vantages": [ { "name": "v1" }, { "name": "v2" } ], "targets": [ { "name": "www", "kind": "web", {{Probe}} } ] }""");
        Assert.Equal("v2", Read(two, "--data", "d", "--vantage", "v2").Vantage);
        Assert.Contains("this host, \"here\", is no vantage point of the watch file; name one of its vantage points with --vantage: v1, v2", Fault("--watch", two, "--data", "d"), StringComparison.Ordinal);

        var here = Watch($$"""{ "vantages": [ { "name": "v1" }, { "name": "here" } ], "targets": [ { "name": "www", "kind": "web", {{Probe}} } ] }""");
        Assert.Equal("here", Read(here, "--data", "d").Vantage);

        var none = Watch($$"""{ "targets": [ { "name": "www", "kind": "web", {{Probe}} } ] }""");
        Assert.Equal(("here", "there"), (Read(none, "--data", "d").Vantage, Read(none, "--data", "d", "--vantage", "there").Vantage));
        Assert.Contains("--vantage is \"a b\"; a name has 1 to 64", Fault("--watch", none, "--data", "d", "--vantage", "a b"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_grace_is_longer_than_the_longest_time_out_of_a_probe()
    {
        var slow = Watch("""{ "targets": [ { "name": "www", "kind": "web", "probe": { "protocol": "http", "host": "example.org", "timeout": "45s" } } ] }""");
        Assert.Equal(TimeSpan.FromSeconds(46), Read(slow, "--data", "d").Probing.Grace);
        Assert.Equal(TimeSpan.FromSeconds(50), Read(slow, "--data", "d", "--target-grace", "50s").Probing.Grace);
        Assert.Contains("--target-grace is 30s; the longest time-out of a probe needs 46s at least", Fault("--watch", slow, "--data", "d", "--target-grace", "30s"), StringComparison.Ordinal);
    }

    [Fact]
    public void With_a_server_the_journal_has_to_be_named()
    {
        var watch = Watch($$"""{ "targets": [ { "name": "www", "kind": "web", {{Probe}} } ] }""");
        Assert.Contains("needs --journal DIR", Fault("--watch", watch, "--clickhouse", "http://127.0.0.1:8123"), StringComparison.Ordinal);
        Assert.Equal("j", Read(watch, "--clickhouse", "http://127.0.0.1:8123", "--journal", "j").Journal);
        Assert.Equal("j", Read(watch, "--data", "d", "--journal", "j").Journal);
    }

    static RunOptions Read(string watch, params string[] words) => Read(["--watch", watch, .. words]);

    static string Fault(params string[] words) => Assert.Throws<ConfigurationException>(() => Read(words)).Message;

    static RunOptions Read(string[] words)
    {
        var settings = new RunSettings(() => "here");
        var command = new Command("run");
        settings.AddTo(command);
        return settings.Read(command.Parse(words)).Run;
    }

    string Watch(string json)
    {
        var path = Path.Combine(_folder, $"watch{Directory.GetFiles(_folder).Length}.json");
        File.WriteAllText(path, json);
        return path;
    }
}
