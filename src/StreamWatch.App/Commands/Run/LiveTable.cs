using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using StreamWatch.App.Incidents;
using StreamWatch.App.Running;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;

namespace StreamWatch.App.Commands.Run;

/// <summary>A live watch on a terminal: what goes on, the open outages, the targets (what is not well first), what changed lately, what was logged.</summary>
internal static class LiveTable
{
    private const int LeastTargets = 5;
    private const int LinesAround = 9;
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Shows it until the watch ends, however it ends; the watch's failure is left to its awaiter.</summary>
    public static async Task ShowAsync(IAnsiConsole console, Task running, string vantage, Func<RunLook> look, Func<IReadOnlyList<string>> logged, TimeProvider time)
    {
        IRenderable Draw() => Render(look(), vantage, logged(), time.GetUtcNow().UtcDateTime, console.Profile.Height);
        await console.Live(Draw()).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async context =>
        {
            while (!running.IsCompleted)
            {
                await Task.WhenAny(running, Task.Delay(Refresh, time)).ConfigureAwait(false);
                context.UpdateTarget(Draw());
            }
        }).ConfigureAwait(false);
    }

    /// <summary>The picture of a moment, no higher than the terminal where that can be.</summary>
    public static IRenderable Render(RunLook look, string vantage, IReadOnlyList<string> logged, DateTime now, int height)
    {
        var parts = new List<IRenderable> { Head(look, vantage, now) };
        var open = look.Engine.Open.Where(outage => outage.EntityType != EntityType.Target).ToList();
        if (open.Count > 0)
        {
            parts.Add(Outages(open, now));
        }

        var changes = look.Engine.Changes;
        var room = Math.Max(LeastTargets, height - LinesAround - (open.Count > 0 ? open.Count + 4 : 0) - changes.Count - logged.Count);
        parts.Add(Targets(look.Engine.Targets, now, room));
        if (changes.Count > 0)
        {
            parts.Add(new Text("lately", new Style(decoration: Decoration.Bold)));
            parts.AddRange(changes.Select(change => new Text(OutageLines.Text(change), Colour(change)) { Overflow = Overflow.Ellipsis }));
        }

        parts.AddRange(logged.Select(line => new Text(line, new Style(Color.Yellow)) { Overflow = Overflow.Ellipsis }));
        return new Rows(parts);
    }

    private static Rows Head(RunLook look, string vantage, DateTime now)
    {
        var engine = look.Engine;
        var (stage, style) = Stage(look);
        var vantages = engine.Vantages.Select(one => one.IsKnown || one.Name == vantage
            ? $"{one.Name} {(one.IsHealthy ? "healthy" : one.IsKnown ? "not believed" : "not heard yet")}"
            : $"{one.Name} elsewhere");
        return new Rows(
            new Text($"{now.ToString(TimeFormat, Culture)} UTC  {stage}", style),
            new Text(
                $"vantage points: {string.Join(", ", vantages)}; decided up to {engine.DecidedUpTo?.ToString("HH:mm:ss", Culture) ?? "nothing yet"}; "
                + string.Create(Culture, $"{look.Probes:N0} probes, {look.RowsStored:N0} rows stored, {look.WaitingBytes:N0} bytes wait{Losses(look)}"))
            { Overflow = Overflow.Ellipsis });
    }

    private static (string Text, Style Style) Stage(RunLook look) => look switch
    {
        { IsReady: false } => (string.Create(Culture, $"takes up what is stored: {look.ResultsReadBack:N0} results read back"), new Style(Color.Grey)),
        { IsPaused: true } => ("NOTHING IS PROBED: the journal is full, and ClickHouse does not take what waits", new Style(Color.Red)),
        { Trouble: { } trouble } => ($"probing; ClickHouse is away, what is measured waits in the journal: {trouble}", new Style(Color.Yellow)),
        _ => ("probing", new Style(Color.Green)),
    };

    private static string Losses(RunLook look) =>
        (look.Missed > 0 ? string.Create(Culture, $", {look.Missed:N0} left out") : "") + (look.Engine.LateEvents > 0 ? string.Create(Culture, $", {look.Engine.LateEvents:N0} late") : "");

    private static Table Outages(IReadOnlyList<OutageRevision> open, DateTime now)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Red);
        foreach (var column in new[] { "open outage", "since (UTC)", "for", "units", "phase", "consistent with", "incident" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        foreach (var outage in open)
        {
            var analysis = outage.Analysis;
            table.AddRow(
                new Text($"{outage.EntityType.ToString().ToLowerInvariant()} {outage.Entity}"),
                new Text(outage.OnsetAt.ToString(TimeFormat, Culture)),
                new Text(Age(now - outage.OnsetAt)),
                new Text(outage.Units.ToString(Culture)),
                new Text(analysis.Phases.Count > 0 ? analysis.Phases[^1].Phase.ToString().ToLowerInvariant() : ""),
                new Text(analysis.Causes is [var cause, ..] ? string.Create(Culture, $"{CauseWords.Of(cause.Cause)} ({cause.Probability:P0})") : ""),
                new Text(outage.IncidentId));
        }

        return table;
    }

    private static Table Targets(IReadOnlyList<TargetLook> targets, DateTime now, int most)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Grey);
        foreach (var column in new[] { "target", "kind", "group", "verdict", "last outcome", "round trip", "ago" })
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        // What is not well comes first, so that a long list is not looked through for it.
        foreach (var (target, verdict, isControl, last) in targets.OrderByDescending(target => Weight(target.Verdict)).Take(most))
        {
            table.AddRow(
                new Text(target.Name + (isControl ? " (control)" : "")),
                new Text(target.Kind.Name()),
                new Text(target.Group ?? ""),
                new Text(verdict.ToString().ToLowerInvariant(), Colour(verdict)),
                new Text(last is { } result ? result.Outcome.Name() : "none yet"),
                new Text(last?.RttMilliseconds is { } rtt ? string.Create(Culture, $"{rtt:F1} ms") : ""),
                new Text(last is { } probe ? Age(now - DateTime.UnixEpoch.AddTicks(probe.StartedAtNanos / TimeSpan.NanosecondsPerTick)) : ""));
        }

        if (targets.Count > most)
        {
            var left = targets.OrderByDescending(target => Weight(target.Verdict)).Skip(most).GroupBy(target => target.Verdict);
            table.Caption(string.Join(", ", left.Select(group => string.Create(Culture, $"{group.Count():N0} more {group.Key.ToString().ToLowerInvariant()}"))));
        }

        return table;
    }

    private static int Weight(Verdict verdict) => verdict switch
    {
        Verdict.Down => 4,
        Verdict.Failing => 3,
        Verdict.Degraded => 2,
        Verdict.Unknown => 1,
        _ => 0,
    };

    private static Style Colour(Verdict verdict) => verdict switch
    {
        Verdict.Up => new Style(Color.Green),
        Verdict.Degraded => new Style(Color.Yellow),
        Verdict.Unknown => new Style(Color.Grey),
        _ => new Style(Color.Red),
    };

    private static Style Colour(OutageRevision change) => new(change.State == OutageState.Open ? Color.Red : Color.Green);

    private static string Age(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } => string.Create(Culture, $"{(int)time.TotalDays} d {time.Hours} h"),
        { TotalHours: >= 1 } => string.Create(Culture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        { TotalMinutes: >= 1 } => string.Create(Culture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(Culture, $"{Math.Max(0, (int)time.TotalSeconds)} s"),
    };
}
