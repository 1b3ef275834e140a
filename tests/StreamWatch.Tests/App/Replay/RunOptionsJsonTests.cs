using System.Net;
using System.Text.Json;
using StreamWatch.App.Replay;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.Tests.App.Replay;

/// <summary>What a run watched can be read back from what is noted of it.</summary>
public sealed class RunOptionsJsonTests
{
    static readonly DateTime At = new(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public void What_was_watched_comes_back_with_every_field()
    {
        var watch = new WatchList
        {
            Vantages = ["v1", "v2"],
            Groups = [new WatchedGroup("mine", "My network", "NL", [64496, 4_200_000_000]), new WatchedGroup("bare", null, null, [])],
            Targets =
            [
                new WatchedTarget
                {
                    Name = "ns", Kind = TargetKind.Dns, Title = "Name server", Operator = "me", Group = "mine", Asn = 64496, Country = "BE", Shares = "rack 1",
                    Probe = new ProbeSetting
                    {
                        Protocol = ProbeProtocol.Dns, Host = "example.org", Address = IPAddress.Parse("2001:db8::1"), Query = new DnsQuery(DnsQueryType.Ns, OverTcp: true), Port = 5353,
                        Interval = TimeSpan.FromSeconds(90), Timeout = TimeSpan.FromMilliseconds(2500),
                    },
                },
                new WatchedTarget { Name = "bare", Kind = TargetKind.Host },
            ],
            Controls = ["bare"],
            Maintenance = [new MaintenanceWindow("ns", At, At.AddHours(1), "a new disk"), new MaintenanceWindow("bare", At, At.AddDays(1), null)],
        };
        var probing = new ProbingOptions { TargetBin = TimeSpan.FromSeconds(5), CorrelationBelow = 0.001, UnitsNeeded = 4 };
        var json = RunOptionsJson.Of(new DetectionOptions { AllAsns = true, WatchedAsns = watch.Asns }, probing, watch).ToJsonString();

        var (allAsns, read, numbers) = RunOptionsJson.Read(json);
        Assert.True(allAsns);
        Assert.Equivalent(watch, read, strict: true);
        Assert.Equal(probing, numbers);
        Assert.Equal(DateTimeKind.Utc, read.Maintenance[0].From.Kind);
        Assert.Equal(json, RunOptionsJson.Of(new DetectionOptions { AllAsns = true, WatchedAsns = read.Asns }, numbers, read).ToJsonString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{ "Watch": null }""")]
    [InlineData("""{ "Watch": { "Groups": 7 } }""")]
    [InlineData("no JSON")]
    public void What_is_none_of_this_version_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => RunOptionsJson.Read(json));
}
