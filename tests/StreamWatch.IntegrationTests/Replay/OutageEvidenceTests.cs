using System.Globalization;
using System.Text.Json;
using StreamWatch.Simulation.Truth;
using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary><c>streamwatch outage</c> tells which peers lost which prefixes when; in a simulated set that is known.</summary>
public sealed class OutageEvidenceTests
{
    static readonly TimeSpan Around = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task The_evidence_of_an_outage_is_what_was_simulated()
    {
        using var place = ReplayPlace.New();
        var set = SimulatedFiles.Make(place, "own-outages", seed: 5);
        var found = FoundOutage.Read(await place.ReplayAsync("data", [set.Concatenate(place, "whole", gzip: false)], place.Watch(set.Truth.RouteOutages.Select(o => o.Entity))));

        // The ones that nothing else disturbs, so that all that is withdrawn belongs to them.
        var truths = set.Truth.RouteOutages.Where(truth => set.Truth.NotOutages.All(other =>
            other.End + Around < truth.Onset || other.Start - Around > truth.RestoredByAllAt)).Take(4).ToList();
        Assert.NotEmpty(truths);
        foreach (var truth in truths)
        {
            foreach (var outage in found.Where(outage => outage.Asn == truth.Entity && (outage.OnsetAt - truth.Onset).Duration() < Around))
            {
                await AssertEvidenceAsync(place, set, truth, outage);
            }
        }

        var (code, output, error) = await Storage.Program.RunAsync("outage", found[0].Id[..^4], "--data", place.At("data"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"there is no outage {found[0].Id[..^4]}", error, StringComparison.Ordinal);
        Assert.Contains($"there are {found[0].Id}", error, StringComparison.Ordinal);
        (code, output, error) = await Storage.Program.RunAsync("outage", "nonsense", "--data", place.At("data"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("SELECT id FROM v_outages", error, StringComparison.Ordinal);
    }

    static async Task AssertEvidenceAsync(ReplayPlace place, SimulatedFiles set, TrueOutage truth, FoundOutage outage)
    {
        var (code, output, error) = await Storage.Program.RunAsync("outage", outage.Id, "--json", "--data", place.At("data"));
        Assert.Equal((0, ""), (code, error));
        using var told = JsonDocument.Parse(output);
        var ofFamily = truth.LostPrefixes.Where(prefix => prefix.Contains(':', StringComparison.Ordinal) == (outage.Family == "ipv6")).Order(StringComparer.Ordinal).ToList();
        var stored = told.RootElement.GetProperty("outage").GetProperty("lost_prefixes").EnumerateArray().Select(prefix => prefix.GetString()!);
        Assert.Equal(ofFamily, stored.Order(StringComparer.Ordinal));
        var evidence = told.RootElement.GetProperty("evidence").EnumerateArray().ToList();
        Assert.Equal(ofFamily, evidence.Select(loss => loss.GetProperty("prefix").GetString()!).Distinct().Order(StringComparer.Ordinal));

        // Every full feed has lost every prefix; a partial one may have had some of them.
        var full = set.Truth.Collectors.Sum(collector => outage.Family == "ipv6" ? collector.FullFeedPeersIPv6 : collector.FullFeedPeersIPv4);
        var partial = set.Truth.Collectors.Sum(collector => collector.PartialPeers);
        foreach (var losses in evidence.GroupBy(loss => loss.GetProperty("prefix").GetString()))
        {
            Assert.InRange(losses.Count(loss => At(loss, "lost_at") is not null), full, full + partial);
        }

        Assert.All(evidence, loss =>
        {
            Assert.InRange(At(loss, "lost_at")!.Value, truth.Onset, truth.LostByAllAt);
            Assert.InRange(At(loss, "back_at")!.Value, truth.End, truth.RestoredByAllAt);
        });

        var (textCode, text, _) = await Storage.Program.RunAsync("outage", outage.Id, "--data", place.At("data"));
        Assert.Equal(0, textCode);
        Assert.All(evidence, loss => Assert.Contains($"AS{loss.GetProperty("peer_asn").GetInt64()} {loss.GetProperty("peer").GetString()} ", text, StringComparison.Ordinal));
    }

    static DateTimeOffset? At(JsonElement loss, string field) => loss.GetProperty(field).GetString() is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : null;
}
