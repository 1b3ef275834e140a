using StreamWatch.Simulation.Hosts;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Troubles;
using StreamWatch.Simulation.Truth;
using StreamWatch.Simulation.World;

namespace StreamWatch.Simulation.Drafts;

/// <summary>What a scenario tells of one window, while it is being written.</summary>
internal sealed class HostTale(DateTimeOffset start)
{
    private readonly List<ITrouble> _troubles = [];
    private readonly List<Story> _stories = [];
    private readonly List<LabelledEvent> _labels = [];

    public DateTimeOffset Start { get; } = start;

    /// <summary>End of what happens; the window ends later.</summary>
    public DateTimeOffset End { get; set; } = start;

    /// <summary>What happens to routes besides, made when the network is built.</summary>
    public List<Func<Network, IHappening>> Happenings { get; } = [];

    public void Add(params IReadOnlyList<ITrouble> troubles) => _troubles.AddRange(troubles);

    public void Because(string cause, Span when, params IReadOnlyList<Site> sites)
    {
        _stories.Add(new Story(cause, when, sites));
        Reach(when.To);
    }

    public void Label(string label, Span when, string description, IEnumerable<string>? targets = null, IEnumerable<string>? vantages = null)
    {
        _labels.Add(new LabelledEvent(label, when.From, when.To, [], [], [], [], description)
        {
            Targets = [.. targets ?? []],
            Vantages = [.. vantages ?? []],
        });
        Reach(when.To);
    }

    /// <summary>Labels the downtime of one machine: of a target, or of the names on it.</summary>
    public void Down(HostDraft draft, SimulatedHost host, Span away)
    {
        var targets = draft.Targets.Where(target => target.Host == host).Select(target => target.Name).ToList();
        Label(targets.Count == 1 ? Labels.SingleTarget : Labels.SharedHost, away, $"{host.Name} is away", targets);
    }

    public HostStory Told() => new(_troubles, _stories, _labels);

    private void Reach(DateTimeOffset time) => End = time > End ? time : End;
}
