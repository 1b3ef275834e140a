using System.Runtime.InteropServices;

namespace StreamWatch.MockBroker;

/// <summary>
/// Keeps signals away from threads that are begun meanwhile. The mock cluster's thread ends without a word when a signal interrupts its poll(2), and the runtime handles SIGCONT:
/// a broker that a test stopped and let go on was gone then, whenever the kernel happened to choose that thread for it.
/// </summary>
static unsafe partial class SignalMask
{
    // sigset_t has 128 bytes on Linux
    const int SetBytes = 128;
    const int SetMask = 2;

    /// <summary>Does something with every signal blocked; threads that it begins keep them blocked for good.</summary>
    public static T Blocked<T>(Func<T> begin)
    {
        var all = stackalloc byte[SetBytes];
        var before = stackalloc byte[SetBytes];
        new Span<byte>(all, SetBytes).Fill(byte.MaxValue);
        Change(all, before);
        try
        {
            return begin();
        }
        finally
        {
            Change(before, null);
        }
    }

    static void Change(byte* set, byte* before)
    {
        if (Mask(SetMask, set, before) is not 0 and var error)
        {
            throw new InvalidOperationException($"signals cannot be blocked: error {error}");
        }
    }

    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int Mask(int how, byte* set, byte* before);
}
