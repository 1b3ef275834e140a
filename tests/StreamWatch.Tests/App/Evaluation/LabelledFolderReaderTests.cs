using StreamWatch.App.Evaluation;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using StreamWatch.Simulation;
using StreamWatch.Simulation.Evaluation;
using Xunit;

namespace StreamWatch.Tests.App.Evaluation;

/// <summary>Reading truth.json, of ours and of others.</summary>
public sealed class LabelledFolderReaderTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streamwatch-truth-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_simulate_writes_is_read()
    {
        var folder = _folder.CreateSubdirectory("ddos");
        var truth = SimulationScenario.Write("ddos", 1, folder, progress: null, TestContext.Current.CancellationToken).Truth;
        var read = LabelledFolderReader.Read(folder.FullName, WatchList.Empty, [])!;
        Assert.Equal(("ddos", truth.Windows[^1].End.UtcDateTime), (read.Scenario, read.EndAt));
        Assert.Equal(truth.Outages.Select(outage => (outage.Onset.UtcDateTime, outage.End.UtcDateTime, outage.Incident)), read.Outages.Select(outage => (outage.OnsetAt, outage.EndAt, outage.Incident)));
        Assert.Equal([Cause.NetworkStress], read.Incidents.Select(incident => incident.Cause));
    }

    [Fact]
    public void The_least_that_others_have_to_write_is_enough_and_what_is_more_is_passed_over()
    {
        var read = Read(
            """
            { "by": "another generator", "windows": [ { "start": "2022-01-14T00:00:00Z", "end": "2022-01-15T01:00:00+01:00" } ],
              "outages": [ { "entity_type": "asn", "entity": "64500", "basis": "routes", "onset": "2022-01-14T10:00:00Z", "end": "2022-01-15T00:00:00Z" } ] }
            """)!;
        var outage = Assert.Single(read.Outages);
        Assert.Equal(("AS64500", OutageBasis.Routes, false, true, null), (outage.Key.Entity.Name, outage.Key.Basis, outage.IsEndKnown, outage.IsAskedFor, outage.Incident));
        Assert.Equal(new DateTime(2022, 1, 15, 0, 0, 0, DateTimeKind.Utc), read.EndAt);
    }

    [Fact]
    public void Of_partial_losses_those_of_watched_networks_are_asked_for()
    {
        var watch = new WatchList { Groups = [new WatchedGroup("kp", null, null, [64500])] };
        var read = Read(
            """
            { "windows": [ { "start": "2022-01-14T00:00:00Z", "end": "2022-01-15T00:00:00Z" } ],
              "outages": [
                { "entity_type": "asn", "entity": "64500", "basis": "routes", "severity": "partial", "onset": "2022-01-14T10:00:00Z", "end": "2022-01-14T11:00:00Z" },
                { "entity_type": "asn", "entity": "64501", "basis": "routes", "severity": "partial", "onset": "2022-01-14T10:00:00Z", "end": "2022-01-14T11:00:00Z" } ] }
            """,
            watch)!;
        Assert.Equal([true, false], read.Outages.Select(outage => outage.IsAskedFor));
    }

    [Fact]
    public void Of_targets_nobody_asks_for_routers_for_planned_work_and_for_what_was_away_before()
    {
        var start = new DateTime(2022, 1, 14, 0, 0, 0, DateTimeKind.Utc);
        var watch = new WatchList
        {
            Targets = [new WatchedTarget { Name = "gw", Kind = TargetKind.Router }, new WatchedTarget { Name = "web", Kind = TargetKind.Web }],
            Maintenance = [new MaintenanceWindow("web", start.AddHours(2), start.AddHours(3), null)],
        };
        var read = Read(
            """
            { "windows": [ { "start": "2022-01-14T00:00:00Z", "end": "2022-01-15T00:00:00Z" } ],
              "outages": [
                { "entity_type": "target", "entity": "gw", "basis": "units", "onset": "2022-01-14T10:00:00Z", "end": "2022-01-14T11:00:00Z" },
                { "entity_type": "target", "entity": "web", "basis": "units", "onset": "2022-01-14T00:00:00Z", "end": "2022-01-14T01:00:00Z" },
                { "entity_type": "target", "entity": "web", "basis": "units", "onset": "2022-01-14T02:10:00Z", "end": "2022-01-14T03:10:00Z" },
                { "entity_type": "target", "entity": "web", "basis": "units", "onset": "2022-01-14T12:00:00Z", "end": "2022-01-14T13:00:00Z" } ] }
            """,
            watch)!;
        Assert.Equal([false, false, false, true], read.Outages.Select(outage => outage.IsAskedFor));
    }

    [Fact]
    public void Brief_failures_and_flapping_are_excused_and_other_labels_are_not()
    {
        var read = Read(
            """
            { "windows": [ { "start": "2022-01-14T00:00:00Z", "end": "2022-01-15T00:00:00Z" } ],
              "not_outages": [
                { "label": "brief_failure", "start": "2022-01-14T10:00:00Z", "end": "2022-01-14T10:01:00Z" },
                { "label": "flapping", "start": "2022-01-14T10:00:00Z", "end": "2022-01-14T10:01:00Z", "asns": [64500] },
                { "label": "congestion", "start": "2022-01-14T10:00:00Z", "end": "2022-01-14T10:01:00Z" } ] }
            """)!;
        Assert.Equal([(OutageBasis.Units, ""), (OutageBasis.Routes, "AS64500")], read.Excused.Select(excused => (excused.Basis, string.Join(' ', excused.Asns))));
    }

    [Fact]
    public void Every_fault_is_told_with_its_place()
    {
        var faults = new List<string>();
        Assert.Null(Read(
            """
            { "windows": [], "incidents": [ { "id": "i", "cause": "gremlins" } ],
              "outages": [
                { "entity_type": "city", "entity": "x", "basis": "units", "onset": "yesterday", "end": "2022-01-14T11:00:00Z" },
                { "entity_type": "asn", "entity": "AS1", "basis": "faith", "onset": "2022-01-14T11:00:00Z", "end": "2022-01-14T10:00:00Z", "incident": "j" } ] }
            """,
            faults: faults));
        string[] expected =
        [
            "$.windows is []", "$.incidents[0].cause is \"gremlins\"; a cause is one of unexplained, network_stress", "$.outages[0].entity_type is \"city\"; allowed are target, asn, group, country",
            "$.outages[0].onset is \"yesterday\"; a time is RFC 3339", "$.outages[1].entity is \"AS1\"; an ASN is a whole number", "$.outages[1].basis is \"faith\"; allowed are routes and units",
            "$.outages[1].end is \"2022-01-14T10:00:00Z\"; an outage ends after its onset", "$.outages[1].incident is \"j\"; it has to be the id of one of incidents",
        ];
        Assert.Equal(expected.Length, faults.Count);
        Assert.All(expected.Zip(faults), pair => Assert.Contains("truth.json: " + pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]", "$ is []; it has to be an object")]
    [InlineData("{", "is not JSON: line 1")]
    public void What_is_no_truth_is_refused(string text, string expected)
    {
        var faults = new List<string>();
        Assert.Null(Read(text, faults: faults));
        Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);
    }

    LabelledFolder? Read(string text, WatchList? watch = null, List<string>? faults = null)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "truth.json"), text);
        var told = faults ?? [];
        var read = LabelledFolderReader.Read(_folder.FullName, watch ?? WatchList.Empty, told);
        Assert.True(faults is not null || told.Count == 0, string.Join('\n', told));
        return read;
    }
}
