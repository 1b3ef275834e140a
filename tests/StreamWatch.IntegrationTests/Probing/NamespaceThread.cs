using System.Runtime.InteropServices;

namespace StreamWatch.IntegrationTests.Probing;

/// <summary>Does something on a thread that stands in another network namespace, setns(2): sockets opened there belong to it for good.</summary>
static partial class NamespaceThread
{
    const int NetworkNamespace = 0x40000000;

    public static T Run<T>(string name, Func<T> work)
    {
        T result = default!;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{name}");
                if (Enter(file, NetworkNamespace) != 0)
                {
                    throw new InvalidOperationException($"setns {name}: {Marshal.GetLastPInvokeErrorMessage()}");
                }

                result = work();
            }
            catch (Exception e)
            {
                fault = e;
            }
        });

        // The thread ends with its work and takes the namespace with it.
        thread.Start();
        thread.Join();
        return fault is null ? result : throw new InvalidOperationException(fault.Message, fault);
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int Enter(SafeHandle file, int kind);
}
