using StreamWatch.Domain.Watching;

namespace StreamWatch.Collectors.Probing;

/// <summary>Probes one target once.</summary>
public interface IProber
{
    /// <summary>One attempt: no retry, nothing kept from an earlier one. Many may run at once.</summary>
    /// <param name="target">What is probed; it has a <see cref="WatchedTarget.Probe"/>.</param>
    /// <param name="cancellation">Gives the attempt up; a time-out is no cancellation but an outcome.</param>
    /// <returns>How it ended: whatever happens, exactly one outcome.</returns>
    /// <exception cref="OperationCanceledException">It was given up: there is no result.</exception>
    Task<ProbeReport> ProbeAsync(WatchedTarget target, CancellationToken cancellation);
}
