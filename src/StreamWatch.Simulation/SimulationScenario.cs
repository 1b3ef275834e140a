using StreamWatch.Domain.Routing;
using StreamWatch.Simulation.Randomness;
using StreamWatch.Simulation.Running;
using StreamWatch.Simulation.Truth;

namespace StreamWatch.Simulation;

/// <summary>
/// A labelled story in routes. Written out it is a folder per route collector with MRT files as collectors make them, and
/// <c>truth.json</c>. The same seed gives the same bytes, on any machine; nothing reads a clock.
/// </summary>
public abstract class SimulationScenario
{
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
        foreach (var planned in plan.Windows)
        {
            var run = new SimulationRun(plan.Network, planned.Window, truth, folder);
            run.Play(
                planned.Happenings,
                random.Fork($"window {planned.Window.Start:O}"),
                now => progress?.Report(new SimulationProgress(
                    now.Now, (before + (now.Now - planned.Window.Start).TotalSeconds) / total, elems + now.Elems)),
                cancellation);
            before += (planned.Window.End - planned.Window.Start).TotalSeconds;
            elems += run.Elems;
            files += run.Files;
        }

        return new SimulationResult(truth, TruthFile.Write(folder, truth), files, elems);
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
