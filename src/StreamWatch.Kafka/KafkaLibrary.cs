using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace StreamWatch.Kafka;

/// <summary>The native library under the client (librdkafka): the one that came with the client where it did, else the system's.</summary>
/// <remarks>
/// The client brings several builds and takes the first that loads, but a library of the system in between, which may be too old for it. So the choice
/// is made here: every build that came with it before the system's.
/// </remarks>
public static class KafkaLibrary
{
    private const string Name = "librdkafka";

    /// <summary>By what they need beside glibc: a SASL library, nothing; and the one for musl.</summary>
    private static readonly string[] Builds = ["librdkafka.so", "centos8-librdkafka.so", "alpine-librdkafka.so"];

    private static readonly Lazy<KafkaUsageException?> Fault = new(Find);

    /// <summary>The search is made once, and not for each function of the library.</summary>
    private static readonly Lazy<nint> Own = new(Load);

    /// <summary>Looks for the library. The room's own clients do; who uses the client library by itself calls it first.</summary>
    /// <exception cref="KafkaUsageException">It is not installed, or too old.</exception>
    public static void Require()
    {
        if (Fault.Value is { } fault)
        {
            throw new KafkaUsageException(fault.Message, fault.InnerException);
        }
    }

    /// <summary>What is in use, client and library, for people.</summary>
    /// <exception cref="KafkaUsageException">It is not installed, or too old.</exception>
    public static string Describe()
    {
        Require();
        return $"librdkafka {Library.VersionString} under Confluent.Kafka {typeof(Library).Assembly.GetName().Version!.ToString(3)}";
    }

    private static KafkaUsageException? Find()
    {
        var client = typeof(Library).Assembly;
        if (OperatingSystem.IsLinux())
        {
            NativeLibrary.SetDllImportResolver(client, (name, _, _) => name == Name ? Own.Value : 0);
        }

        try
        {
            // 0xMMmmrrxx; a client from 2.0 on calls what only its own version of the library has
            var (version, needed) = (Library.Version >> 16, client.GetName().Version!);
            return needed.Major >= 2 && version < ((needed.Major << 8) | needed.Minor)
                ? new KafkaUsageException($"the Kafka client {needed.ToString(3)} found librdkafka {Library.VersionString}, which is too old for it, and could not load its own")
                : null;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or InvalidOperationException or EntryPointNotFoundException)
        {
            return new KafkaUsageException(
                "the Kafka client's library, librdkafka, is not installed or cannot be loaded; on Debian: apt-get install librdkafka-dev (2.0 or later)", e);
        }
    }

    /// <summary>The first build beside the program that loads; 0 leaves the search to the system.</summary>
    private static nint Load()
    {
        var folders = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? AppContext.BaseDirectory;
        var files =
            from build in Builds
            from folder in folders.Split(':', StringSplitOptions.RemoveEmptyEntries)
            select Path.Combine(folder, build);
        foreach (var file in files.Where(File.Exists))
        {
            if (NativeLibrary.TryLoad(file, out var library))
            {
                return library;
            }
        }

        return 0;
    }
}
