using StreamWatch.Storage;
using StreamWatch.Storage.Embedded;

namespace StreamWatch.App.Doctor;

/// <summary>The embedded engine's library.</summary>
internal sealed class EngineLibraryCheck(bool isNeeded, Func<string, string?>? environment = null, string? start = null) : IDoctorCheck
{
    private const long LeastBytes = 100 << 20;

    public string Name => "embedded ClickHouse";

    public Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DoctorFinding>>([Look()]);

    private DoctorFinding Look()
    {
        try
        {
            var path = EngineLibrary.Find(environment, start);
            return new FileInfo(path).Length >= LeastBytes
                ? DoctorFinding.Ok(path)
                : DoctorFinding.Fault($"{path} is too small to be the engine", "run \"npm ci\" again in the folder of package.json");
        }
        catch (StorageException e)
        {
            return isNeeded
                ? DoctorFinding.Fault("its library is missing", e.Message)
                : DoctorFinding.Ok("its library is missing, and with a server it is not needed");
        }
    }
}
