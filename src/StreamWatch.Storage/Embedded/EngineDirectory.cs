using System.Globalization;

namespace StreamWatch.Storage.Embedded;

/// <summary>
/// A data directory and who holds it. Two locks, both of the kernel's so that they end with their process however it ends: one of
/// the program that uses the directory, one of the engine's process. A program that finds the first free and the second held meets the
/// engine of a program that was killed.
/// </summary>
public sealed class EngineDirectory : IDisposable
{
    private readonly FileStream _lock;

    private EngineDirectory(string root, FileStream held)
    {
        Root = root;
        _lock = held;
    }

    public string Root { get; }

    internal string Data => Path.Combine(Root, "clickhouse");

    internal string Logs => Path.Combine(Root, "logs");

    internal string LogFile => Path.Combine(Logs, "engine.log");

    internal string Private => PrivateOf(Root);

    internal string ConfigFile => Path.Combine(Private, "config.xml");

    internal string UsersFile => Path.Combine(Private, "users.xml");

    internal string ConnectionFile => ConnectionOf(Root);

    internal string HostLockFile => Path.Combine(Private, "host.lock");

    internal string HostPidFile => Path.Combine(Private, "host.pid");

    /// <summary>There as long as a restore into the directory is not complete.</summary>
    internal static string RestoringFileOf(string root) => Path.Combine(PrivateOf(root), "restoring");

    private string OwnerFile => OwnerOf(Root);

    /// <summary>The running engine of a directory that another process of this machine holds; null where none can be reached.</summary>
    public static EngineConnection? TryConnect(string root) => EngineConnection.TryRead(ConnectionOf(Path.GetFullPath(root)));

    /// <summary>Whether the directory holds data of an earlier run.</summary>
    public static bool HoldsData(string root) => Directory.Exists(Path.Combine(root, "clickhouse", "metadata")) || Directory.Exists(Path.Combine(root, "clickhouse", "store"));

    /// <summary>Who holds the directory now, in words; null where nobody does.</summary>
    public static string? HolderOf(string root)
    {
        var path = Path.Combine(PrivateOf(root), "owner.lock");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            TryLock(path).Dispose();
            return null;
        }
        catch (IOException)
        {
            return DirectoryOwner.TryRead(OwnerOf(root))?.ToString() ?? "another process";
        }
        catch (UnauthorizedAccessException)
        {
            return "another user";
        }
    }

    /// <summary>Whether a restore into the directory is not complete.</summary>
    public static bool WasRestoreCutShort(string root) => File.Exists(RestoringFileOf(root));

    /// <summary>Takes the directory, making it where missing.</summary>
    /// <exception cref="DirectoryInUseException">Another process holds it.</exception>
    /// <exception cref="StorageException">It cannot be made or written.</exception>
    public static async Task<EngineDirectory> TakeAsync(EngineOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var root = Path.GetFullPath(options.Directory);
        FileStream held;
        try
        {
            Directory.CreateDirectory(root);
            MakePrivate(PrivateOf(root));
            Directory.CreateDirectory(Path.Combine(root, "logs"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the data directory {options.Directory} cannot be used: {e.Message}", e);
        }

        try
        {
            held = TryLock(Path.Combine(PrivateOf(root), "owner.lock"));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException($"the data directory {options.Directory} cannot be used: {e.Message}", e);
        }
        catch (IOException e)
        {
            var owner = DirectoryOwner.TryRead(OwnerOf(root));
            throw new DirectoryInUseException(options.Directory, owner?.ProcessId, owner?.Purpose, owner?.ToString() ?? "another process", e);
        }

        if (File.Exists(RestoringFileOf(root)) && !options.IsRestore)
        {
            held.Dispose();
            throw new StorageException(
                $"a restore into {options.Directory} was cut short, so it holds a part of a backup; run \"streamwatch restore\" into it again, or delete the directory");
        }

        var directory = new EngineDirectory(root, held);
        try
        {
            await directory.AwaitStaleAsync(options, cancellationToken).ConfigureAwait(false);
            new DirectoryOwner(Environment.ProcessId, options.Purpose, options.Time.GetUtcNow()).Write(directory.OwnerFile);
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>Locks a file for this process alone, as long as the stream is open.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    internal static FileStream TryLock(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Forgets connection and owner, so that nobody is sent to an engine that is gone.</summary>
    internal void Forget()
    {
        File.Delete(ConnectionFile);
        File.Delete(OwnerFile);
        File.Delete(HostPidFile);
    }

    private async Task AwaitStaleAsync(EngineOptions options, CancellationToken cancellationToken)
    {
        var started = options.Time.GetTimestamp();
        while (true)
        {
            try
            {
                TryLock(HostLockFile).Dispose();
                File.Delete(ConnectionFile);
                return;
            }
            catch (IOException e) when (options.Time.GetElapsedTime(started) > options.StaleTimeout)
            {
                var pid = TryReadPid();
                throw new DirectoryInUseException(
                    options.Directory,
                    pid,
                    EngineHostCommand.Verb,
                    $"the engine of a StreamWatch that was killed, process {pid?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}, which did not end by itself; end it with \"kill {pid}\"",
                    e);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), options.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private int? TryReadPid()
    {
        try
        {
            return int.TryParse(File.ReadAllText(HostPidFile), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string PrivateOf(string root) => Path.Combine(root, "engine");

    private static string ConnectionOf(string root) => Path.Combine(PrivateOf(root), "connection.json");

    private static string OwnerOf(string root) => Path.Combine(PrivateOf(root), "owner.json");

    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
