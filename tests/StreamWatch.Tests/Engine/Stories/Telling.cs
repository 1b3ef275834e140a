using StreamWatch.Domain.Routing;
using StreamWatch.Engine;

namespace StreamWatch.Tests.Engine.Stories;

/// <summary>How a story's events reach the engine: in which order, under which numbers of the views, from which sources.</summary>
sealed record Telling(Story Story, IReadOnlyList<RouteEvent> Events)
{
    /// <summary>The order in which the views are added.</summary>
    public IReadOnlyList<int> Numbering { get; init; } = Story.All;

    /// <summary>The source of an event, by its view in the story; one for each collector, or one for all.</summary>
    public bool OneSource { get; init; }

    public static Telling Of(Story story) => new(story, story.Events());

    public Findings Play()
    {
        var findings = new Findings();
        var engine = new RoutingEngine(Story.Options, findings);
        var sources = Story.Collectors.ToDictionary(collector => collector, _ => 0);
        foreach (var collector in OneSource ? [Story.Collectors[0]] : Story.Collectors)
        {
            sources[collector] = engine.DeclareSource();
        }

        var numbers = new int[Story.Views.Count];
        foreach (var view in Numbering)
        {
            numbers[view] = engine.Detector.AddView(Story.Views[view]);
        }

        foreach (var (collector, from, to) in Story.Declared())
        {
            engine.Detector.DeclareUncovered(collector, from, to);
        }

        foreach (var e in Events)
        {
            engine.Submit(OneSource ? 0 : sources[Story.Views[e.View].Collector], e with { View = numbers[e.View] });
        }

        engine.Complete();
        findings.LateEvents = engine.LateEvents;
        findings.ClosedBins = engine.ClosedBins;
        return findings;
    }
}
