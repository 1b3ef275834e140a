using Spectre.Console;
using StreamWatch.App.Commands.Run;
using StreamWatch.App.Running;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Domain.Watching;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Run;

/// <summary>What a live watch shows on a terminal, and prints elsewhere.</summary>
public sealed class LiveTableTests
{
    static readonly DateTime Now = new(2022, 1, 14, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void What_is_not_well_comes_first_and_what_has_no_room_is_counted()
    {
        var targets = Enumerable.Range(0, 100).Select(i => Target($"web{i}", i == 70 ? Verdict.Down : i == 80 ? Verdict.Degraded : Verdict.Up)).ToList();
        var text = Draw(Look(targets), height: 30);

        var lines = text.Split('\n').Where(line => line.Contains("web", StringComparison.Ordinal) && line.Contains('│', StringComparison.Ordinal)).ToList();
        Assert.Contains("web70", lines[0], StringComparison.Ordinal);
        Assert.Contains("down", lines[0], StringComparison.Ordinal);
        Assert.Contains("timeout", lines[0], StringComparison.Ordinal);
        Assert.Contains("1 min 0 s", lines[0], StringComparison.Ordinal);
        Assert.Contains("web80", lines[1], StringComparison.Ordinal);
        Assert.Contains("12.5 ms", lines[2], StringComparison.Ordinal);
        Assert.Contains($"{100 - lines.Count} more up", text, StringComparison.Ordinal);
        Assert.InRange(text.TrimEnd().Split('\n').Length, 20, 30);
    }

    [Fact]
    public void An_open_outage_is_shown_with_its_phase_its_first_cause_and_its_incident()
    {
        var outage = Outage(OutageState.Open);
        var text = Draw(Look([Target("web1", Verdict.Down)], outage), height: 40);

        Assert.All(["group mine", "2022-01-14 11:00:00", "1 h 0 min", "isolated", "a loss of power (75 %)", "group-mine-x"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Contains("[group-mine-x]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_the_way_is_said()
    {
        Assert.Contains("vantage points: v1 healthy, v2 elsewhere", Draw(Look([]), 40), StringComparison.Ordinal);
        Assert.Contains("takes up what is stored: 1,234 results read back", Draw(Look([]) with { IsReady = false, ResultsReadBack = 1234 }, 40), StringComparison.Ordinal);
        Assert.Contains("NOTHING IS PROBED", Draw(Look([]) with { IsPaused = true }, 40), StringComparison.Ordinal);
        Assert.Contains("ClickHouse is away, what is measured waits in the journal: refused", Draw(Look([]) with { Trouble = "refused" }, 40), StringComparison.Ordinal);
        Assert.Contains("12:00:00 warning: the log", Draw(Look([]), 40, "12:00:00 warning: the log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_pipe_an_outage_is_a_line_when_it_opens_and_one_when_it_ends()
    {
        using var output = new StringWriter();
        await using (var lines = new OutageLines(output, json: false))
        {
            lines.Know([Outage(OutageState.Open) with { Id = "known" }]);
            lines.Tell(Outage(OutageState.Open) with { Id = "known", Revision = 8 });
            lines.Tell(Outage(OutageState.Open));
            lines.Tell(Outage(OutageState.Open) with { Revision = 2 });
            lines.Tell(Outage(OutageState.Recovered) with { Revision = 3 });
        }

        Assert.Equal(
            [
                "opened      group mine: failing since 2022-01-14T11:00:00Z, 5 addresses concerned; consistent with a loss of power (75 %) [group-mine-x]",
                "recovered   group mine: failed from 2022-01-14T11:00:00Z to 2022-01-14T12:00:00Z; consistent with a loss of power (75 %) [group-mine-x]",
            ],
            output.ToString().Split(output.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task As_JSON_every_revision_is_a_line()
    {
        using var output = new StringWriter();
        await using (var lines = new OutageLines(output, json: true))
        {
            lines.Tell(Outage(OutageState.Open));
            lines.Tell(Outage(OutageState.Open) with { Revision = 2 });
        }

        Assert.Equal([1, 2], output.ToString().Split(output.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("revision").GetInt32()));
    }

    static string Draw(RunLook look, int height, params string[] logged)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 180;
        console.Write(LiveTable.Render(look, "v1", logged, Now, height));
        return output.ToString();
    }

    static RunLook Look(IReadOnlyList<TargetLook> targets, params OutageRevision[] open) => new(
        new EngineLook(Now.AddMinutes(-1), targets, [new VantageLook("v1", true, true), new VantageLook("v2", false, false)], open, open, 0), true, 0, false, 10, 0, 10, 0, null);

    static TargetLook Target(string name, Verdict verdict) => new(
        new WatchedTarget { Name = name, Kind = TargetKind.Web, Group = "mine" },
        verdict,
        false,
        new ProbeResult
        {
            Vantage = "v1",
            Target = name,
            Kind = TargetKind.Web,
            Protocol = ProbeProtocol.Http,
            StartedAtNanos = (Now.AddMinutes(-1) - DateTime.UnixEpoch).Ticks * 100,
            Outcome = verdict == Verdict.Down ? ProbeOutcome.Timeout : ProbeOutcome.Ok,
            RttMilliseconds = verdict == Verdict.Down ? null : 12.5,
        });

    static OutageRevision Outage(OutageState state) => new()
    {
        Id = "group-mine-x",
        IncidentId = "group-mine-x",
        EntityType = EntityType.Group,
        Entity = "mine",
        Basis = Basis.Probes,
        Severity = OutageSeverity.Critical,
        State = state,
        OnsetAt = Now.AddHours(-1),
        DetectedAt = Now.AddMinutes(-58),
        RecoveredAt = state == OutageState.Recovered ? Now : null,
        Revision = 1,
        BinWidth = TimeSpan.FromMinutes(1),
        MinVisibility = 0,
        Baseline = 1,
        Units = 5,
        Ruleset = 1,
        Analysis = new IncidentAnalysis
        {
            Phases = [new PhaseStart(Phase.Failing, Now.AddHours(-1), 1, ""), new PhaseStart(Phase.Isolated, Now.AddMinutes(-59), 1, "")],
            Causes = [new CauseProbability(Cause.PowerLoss, 0.75, [])],
        },
    };
}
