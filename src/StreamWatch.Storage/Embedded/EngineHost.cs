using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace StreamWatch.Storage.Embedded;

/// <summary>
/// The engine's process: loads the library, opens ClickHouse's own HTTP and TCP listeners on loopback and stays until its query is killed, its
/// parent ends, or its standard input closes. An abort of the engine ends this process and not the program's.
/// </summary>
public static class EngineHost
{
    /// <summary>Exit code after the parent went away.</summary>
    public const int Orphaned = 3;

    /// <summary>Exit code when the directory is held by another engine.</summary>
    public const int Locked = 4;

    /// <summary>Exit code when the library is not the engine's.</summary>
    public const int NoEngine = 5;

    private const int StackBytes = 16 << 20;

    // The engine ends with its query; this one costs a wake-up a second. max_block_size 1: a whole block would sleep for hours and be refused.
    private const string Query =
        "SYSTEM START LISTEN HTTP; SYSTEM START LISTEN TCP; SELECT sleepEachRow(1) FROM system.numbers SETTINGS max_block_size = 1 FORMAT Null";

    /// <summary>Runs the engine; returns when it has ended.</summary>
    /// <returns>0 after a stop that was asked for; the engine says on standard error why it ended otherwise.</returns>
    public static int Run(EngineHostArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        LibC.LeaveTerminal();
        LibC.DieWithParent();
        FileStream held;
        try
        {
            held = EngineDirectory.TryLock(Path.Combine(arguments.PrivateDirectory, "host.lock"));
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"another engine holds the directory: {e.Message}");
            return Locked;
        }

        using (held)
        {
            File.WriteAllText(
                Path.Combine(arguments.PrivateDirectory, "host.pid"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            Watch("stdin", WaitForEndOfInput);
            Watch("parent", () => LibC.WaitForEndOfParent(arguments.ParentProcessId));
            var code = 0;
            var thread = new Thread(() => code = TryRunEngine(arguments), StackBytes) { Name = "engine" };
            thread.Start();
            thread.Join();

            // Not a return: threads of the library may still run and must not meet a half-ended runtime.
            LibC.ExitNow(code);
            return code;
        }
    }

    private static void Watch(string name, Action wait) =>
        new Thread(() =>
        {
            wait();

            // The parent is gone, so nobody is left to ask for a clean stop. MergeTree is made for this: whole parts or none.
            LibC.ExitNow(Orphaned);
        })
        { IsBackground = true, Name = "watch " + name }.Start();

    private static void WaitForEndOfInput()
    {
        using var input = Console.OpenStandardInput();
        Span<byte> bytes = stackalloc byte[64];
        while (input.Read(bytes) > 0)
        {
        }
    }

    private static int TryRunEngine(EngineHostArguments arguments)
    {
        try
        {
            return RunEngine(arguments);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            Console.Error.WriteLine($"{arguments.Library} is not the ClickHouse engine: {e.Message.ReplaceLineEndings(" ")}; it is libchdb.so of the npm package that package.json names");
            return NoEngine;
        }
    }

    private static unsafe int RunEngine(EngineHostArguments arguments)
    {
        var library = NativeLibrary.Load(arguments.Library);

        // First of all: the engine's handlers would take SIGSEGV and SIGFPE from the runtime, which turns them into exceptions.
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "chdb_set_signal_handlers_enabled"))(0);
        string[] texts =
        [
            "clickhouse", "--path", arguments.DataDirectory, "--config-file", Path.Combine(arguments.PrivateDirectory, "config.xml"),
            "--listen_host", "127.0.0.1",
            "--http_port", arguments.HttpPort.ToString(CultureInfo.InvariantCulture),
            "--tcp_port", arguments.TcpPort.ToString(CultureInfo.InvariantCulture),
            "--log-level", "information",
            "--query", Query,
        ];
        var pointers = new byte*[texts.Length + 1];
        for (var i = 0; i < texts.Length; i++)
        {
            var utf8 = Encoding.UTF8.GetBytes(texts[i]);
            pointers[i] = (byte*)NativeMemory.AllocZeroed((nuint)utf8.Length + 1);
            utf8.CopyTo(new Span<byte>(pointers[i], utf8.Length));
        }

        fixed (byte** argv = pointers)
        {
            var result = ((delegate* unmanaged<int, byte**, void*>)NativeLibrary.GetExport(library, "chdb_query_cmdline"))(texts.Length, argv);
            return result is null ? 1 : 0;
        }
    }
}
