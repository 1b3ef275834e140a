using System.Runtime.InteropServices;

namespace StreamWatch.Storage.Embedded;

/// <summary>The few calls of Linux that the framework does not offer.</summary>
internal static partial class LibC
{
    private const int SetParentDeathSignal = 1;
    private const int Kill = 9;

    /// <summary>Makes the kernel kill this process when the thread that started it ends.</summary>
    public static void DieWithParent() => _ = Prctl(SetParentDeathSignal, Kill, 0, 0, 0);

    /// <summary>Leaves the terminal's group, so that Ctrl-C reaches the program alone, which then stops this process in order.</summary>
    public static void LeaveTerminal() => _ = SetSid();

    /// <summary>Process that this one belongs to now.</summary>
    public static int ParentProcessId() => GetPpid();

    /// <summary>Ends the process without running anything more.</summary>
    public static void ExitNow(int code) => Exit(code);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint argument, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetPpid();

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
