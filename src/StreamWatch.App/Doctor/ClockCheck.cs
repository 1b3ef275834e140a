using System.Globalization;
using System.Runtime.InteropServices;

namespace StreamWatch.App.Doctor;

/// <summary>The clock of this host: every measurement is stamped with it.</summary>
internal sealed partial class ClockCheck(TimeProvider time, Func<bool?>? isSynchronized = null) : IDoctorCheck
{
    private const int EarliestYear = 2025;
    private const int LatestYear = 2100;

    // struct timex of the kernel has 208 bytes on 64-bit Linux.
    private const int TimexBytes = 256;
    private const int NotSynchronized = 5;

    public string Name => "clock";

    public Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DoctorFinding>>([Look()]);

    private DoctorFinding Look()
    {
        var now = time.GetUtcNow();
        var text = string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        const string Set = "set the clock and have chrony, ntpd or systemd-timesyncd keep it";
        if (now.Year is < EarliestYear or > LatestYear)
        {
            return DoctorFinding.Fault($"it says {text}, which cannot be", Set);
        }

        return (isSynchronized ?? AskKernel)() switch
        {
            true => DoctorFinding.Ok($"{text}, synchronized"),
            false => DoctorFinding.Warning($"{text}; the kernel says that nothing keeps it right, and vantage points are compared by it", Set),
            null => DoctorFinding.Ok($"{text}; whether it is synchronized cannot be told here"),
        };
    }

    private static unsafe bool? AskKernel()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var timex = stackalloc byte[TimexBytes];
        new Span<byte>(timex, TimexBytes).Clear();
        var state = AdjTimex(timex);
        return state < 0 ? null : state != NotSynchronized;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static unsafe partial int AdjTimex(byte* timex);
}
