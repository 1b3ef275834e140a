using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Files;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation;

/// <summary>
/// A labelled story in routes, and in hosts where it has some. Written out it is <c>collectors/</c> with a folder per route collector
/// and MRT files in it as collectors make them, <c>probes/</c> with probe results as JSON lines, <c>watch.json</c>, and
/// <c>truth.json</c>. The same seed gives the same content on any machine; nothing reads a clock.
/// </summary>
public abstract class SimulationScenario
{
    /// <summary>Folder of the route collectors' folders.</summary>
    public const string CollectorsFolder = "collectors";

    /// <summary>Name on the command line, in lower case with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What happens in it, in a sentence.</summary>
    public abstract string Description { get; }

    /// <summary>Writes the named scenario.</summary>
    /// <param name="name">One of the names in <see cref="ScenarioRegistry"/>.</param>
    /// <param name="seed">Any number; what a seed changes is said by the scenario.</param>
    /// <param name="folder">Made if it is not there; has to be empty.</param>
    /// <param name="progress">Told after every quarter of an hour of event time.</param>
    /// <param name="cancellation">Stops between two quarters; what was written stays, without <c>truth.json</c>.</param>
    /// <exception cref="ArgumentException">There is no scenario of this name; the message lists those there are.</exception>
    /// <exception cref="IOException">The folder is not empty or cannot be written.</exception>
    public static SimulationResult Write(
        string name,
        int seed,
        DirectoryInfo folder,
        IProgress<SimulationProgress>? progress = null,
        CancellationToken cancellation = default) =>
        (ScenarioRegistry.Find(name) ?? throw new ArgumentException(
            $"there is no scenario \"{name}\"; there are {string.Join(", ", ScenarioRegistry.All.Select(scenario => scenario.Name))}",
            nameof(name))).Write(seed, folder, progress, cancellation);

    /// <inheritdoc cref="Write(string, int, DirectoryInfo, IProgress{SimulationProgress}, CancellationToken)"/>
    public SimulationResult Write(
        int seed, DirectoryInfo folder, IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.Refresh();
        if (folder.Exists && folder.EnumerateFileSystemInfos().Any())
        {
            throw new IOException($"the folder {folder.FullName} is not empty; a simulation wants one of its own: name another or empty it");
        }

        folder.Create();
        var random = new Prng(unchecked((ulong)seed)).Fork(Name);
        var plan = Plan(random);
        var truth = TruthOf(plan, seed);
        var total = plan.Windows.Sum(window => (window.Window.End - window.Window.Start).TotalSeconds);
        var before = 0.0;
        var elems = 0L;
        var files = 0;
        var lines = 0L;
        if (plan.Hosts is { } watched)
        {
            WatchFileWriter.Write(folder, watched);
        }

        var collectors = folder.CreateSubdirectory(CollectorsFolder);
        foreach (var planned in plan.Windows)
        {
            var happenings = planned.Happenings;
            HostRecord? record = null;
            if (plan.Hosts is { } world && planned.Hosts is { } story)
            {
                var hosts = new HostRun(world, planned.Window, story.Troubles, folder, random.Fork($"hosts {planned.Window.Start:O}"));
                record = hosts.Play(cancellation);
                happenings = [.. happenings, .. hosts.RouteLosses()];
                lines += hosts.Lines;
                truth.EventList.AddRange(story.Labels);
            }

            var run = new SimulationRun(plan.Network, planned.Window, truth, collectors);
            run.Play(
                happenings,
                random.Fork($"window {planned.Window.Start:O}"),
                now => progress?.Report(new SimulationProgress(
                    now.Now, (before + (now.Now - planned.Window.Start).TotalSeconds) / total, elems + now.Elems)),
                cancellation);
            before += (planned.Window.End - planned.Window.Start).TotalSeconds;
            elems += run.Elems;
            files += run.Files;
            if (record is not null)
            {
                new HostTruth(truth, record, planned.Hosts!.Stories).Tell();
            }
        }

        return new SimulationResult(truth, TruthFile.Write(folder, truth), files, elems) { ProbeLines = lines };
    }

    /// <summary>Makes the network and decides what happens.</summary>
    /// <param name="random">Numbers of this scenario and seed.</param>
    protected abstract ScenarioPlan Plan(Prng random);

    private GroundTruth TruthOf(ScenarioPlan plan, int seed) => new()
    {
        Scenario = Name,
        Seed = seed,
        Provenance = plan.Provenance,
        Windows = [.. plan.Windows.Select(planned =>
            new TrueWindow(planned.Window.Start, planned.Window.End, planned.Window.WithTable, (int)planned.Window.FileLength.TotalMinutes))],
        Collectors = [.. plan.Network.Collectors.Select(collector => new TrueCollector(
            collector.Name,
            plan.Network.PeersOf(collector).Count(peer => peer.IsFullFeed && peer.Family == AddressFamily.IPv4),
            plan.Network.PeersOf(collector).Count(peer => peer.IsFullFeed && peer.Family == AddressFamily.IPv6),
            plan.Network.PeersOf(collector).Count(peer => !peer.IsFullFeed)))],
    };
}
