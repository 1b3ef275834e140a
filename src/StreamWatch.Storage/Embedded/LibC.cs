using System.Runtime.InteropServices;

namespace StreamWatch.Storage.Embedded;

/// <summary>The few calls of Linux that the framework does not offer.</summary>
internal static partial class LibC
{
    private const int SetParentDeathSignal = 1;
    private const int Kill = 9;
    private const long PidFdOpen = 434;
    private const short PollIn = 1;

    /// <summary>Makes the kernel kill this process when the thread that started it ends.</summary>
    public static void DieWithParent() => _ = Prctl(SetParentDeathSignal, Kill, 0, 0, 0);

    /// <summary>Leaves the terminal's group, so that Ctrl-C reaches the program alone, which then stops this process in order.</summary>
    public static void LeaveTerminal() => _ = SetSid();

    /// <summary>Waits until the process that started this one has ended; for ever where the kernel is older than 5.3 and cannot tell.</summary>
    public static void WaitForEndOfParent(int parent)
    {
        var handle = (int)SysCall(PidFdOpen, parent, 0);

        // Asked after opening: the number of a process that ended before may belong to another one now.
        if (GetPpid() != parent)
        {
            return;
        }

        var wait = new PollRequest { Handle = handle, Events = PollIn };
        while (Poll(ref wait, 1, -1) < 1)
        {
        }
    }

    /// <summary>Ends the process without running anything more.</summary>
    public static void ExitNow(int code) => Exit(code);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint argument, nuint unused3, nuint unused4, nuint unused5);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetPpid();

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long SysCall(long number, long first, long second);

    // A negative handle is ignored, so that the call just waits.
    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollRequest request, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Handle;
        public short Events;
        public short Returned;
    }
}
