using System.Globalization;
using StreamWatch.App.Watching;
using StreamWatch.Domain.Probing;

namespace StreamWatch.App.Doctor;

/// <summary>The watch file: every fault of it.</summary>
internal sealed class WatchFileCheck : IDoctorCheck
{
    private readonly List<DoctorFinding> _found = [];

    public WatchFileCheck(string path)
    {
        var faults = new List<string>();
        var watch = WatchFile.Load(path, faults);
        _found.AddRange(faults.Select(fault => DoctorFinding.Fault(fault, "correct the watch file; schemas/config/watch.schema.json says what is allowed")));
        if (faults.Count > 0)
        {
            return;
        }

        AsksForEcho = watch.Targets.Any(target => target.Probe?.Protocol == ProbeProtocol.Icmp);
        _found.Add(DoctorFinding.Ok(string.Create(CultureInfo.InvariantCulture, $"{path} watches {watch.Targets.Count:N0} targets and {watch.Asns.Count:N0} networks")));
        var without = watch.Targets.Count(target => target.Probe is null);
        if (without > 0)
        {
            _found.Add(DoctorFinding.Warning(string.Create(CultureInfo.InvariantCulture, $"{without:N0} of its targets have no probe"), "give them one, or bring their results in with replay"));
        }
    }

    public string Name => "watch file";

    /// <summary>Whether any target is probed by ICMP.</summary>
    public bool AsksForEcho { get; }

    public Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DoctorFinding>>(_found);
}
