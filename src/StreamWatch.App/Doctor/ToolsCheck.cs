namespace StreamWatch.App.Doctor;

/// <summary>Says what is not needed, since people look for it.</summary>
internal sealed class ToolsCheck : IDoctorCheck
{
    public string Name => "other programs";

    public Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<DoctorFinding>>([DoctorFinding.Ok("none are needed: dumps are read without bgpdump, bzip2 and gzip, hosts are probed without ping, dig and curl")]);
}
