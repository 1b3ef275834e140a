using System.Formats.Tar;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace StreamWatch.Storage.Backups;

/// <summary>
/// A backup on disk: a folder, or one file where its name ends in <c>.tar</c>. It is made under another name beside its place and moved there when it is complete: an older backup in that place stays
/// whole until then, whatever is killed and when.
/// </summary>
public sealed partial class BackupFolder
{
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;
    private readonly string _target;

    private BackupFolder(string target, string work)
    {
        _target = target;
        Work = work;
    }

    /// <summary>Where it is made: a folder that is ours alone.</summary>
    internal string Work { get; }

    private static bool IsTar(string path) => path.EndsWith(".tar", StringComparison.Ordinal);

    /// <summary>One for this place; nothing is written yet.</summary>
    /// <param name="path">Its place.</param>
    /// <exception cref="StorageException">Something else is there.</exception>
    public static BackupFolder At(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var target = Path.GetFullPath(path).TrimEnd('/');
        var parent = Path.GetDirectoryName(target) ?? throw new StorageException($"{path} is no place for a backup; name a folder or a file that ends in .tar");
        if (IsTar(target) ? Directory.Exists(target) : File.Exists(target) || (Directory.Exists(target) && !IsBackupOrEmpty(target)))
        {
            throw new StorageException($"{path} is there and is no backup of StreamWatch, so it is not written over; name another place");
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)).AsSpan(0, 8));
        return new BackupFolder(target, Path.Combine(parent, $".streamwatch-backup-{name}"));
    }

    /// <summary>Begins it, for whoever holds the store alone; what an earlier try for the same place left behind is taken away.</summary>
    /// <exception cref="StorageException">Nothing can be written there.</exception>
    internal void Begin()
    {
        try
        {
            Discard();
            Directory.CreateDirectory(Work);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"no backup can be written to {_target}: {e.Message}", e);
        }
    }

    /// <summary>Moves it into its place.</summary>
    /// <exception cref="StorageException">The disk is full, or the place cannot be written.</exception>
    internal void Complete()
    {
        try
        {
            if (IsTar(_target))
            {
                var file = Work + ".tar";
                using (var stream = File.Create(file))
                {
                    Pack(Work, stream);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(file, _target, overwrite: true);
            }
            else if (!Directory.Exists(_target))
            {
                Directory.Move(Work, _target);
            }
            else if (RenameAt(CurrentFolder, Work, CurrentFolder, _target, Exchange) != 0)
            {
                throw new IOException($"it cannot change places with the older backup: {Marshal.GetLastPInvokeErrorMessage()}");
            }

            Discard();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the backup cannot be put to {_target}: {e.Message}", e);
        }
    }

    /// <summary>Takes away what is not in its place.</summary>
    internal void Discard()
    {
        File.Delete(Work + ".tar");
        if (Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }
    }

    /// <summary>Opens a backup for reading: the folder that holds it; a tar is unpacked to <paramref name="unpackTo"/>.</summary>
    /// <exception cref="StorageException">There is none.</exception>
    internal static string Open(string path, string unpackTo)
    {
        var source = Path.GetFullPath(path);
        if (!IsTar(source))
        {
            return source;
        }

        try
        {
            if (Directory.Exists(unpackTo))
            {
                Directory.Delete(unpackTo, recursive: true);
            }

            Directory.CreateDirectory(unpackTo);
            TarFile.ExtractToDirectory(source, unpackTo, overwriteFiles: false);
            return unpackTo;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StorageException(string.Create(CultureInfo.InvariantCulture, $"the backup {path} cannot be unpacked to {unpackTo}: {e.Message}"), e);
        }
    }

    /// <summary>File by file: <see cref="TarFile"/> leaves hidden files out, and a backup of ClickHouse has one.</summary>
    private static void Pack(string folder, Stream stream)
    {
        using var tar = new TarWriter(stream, leaveOpen: true);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            tar.WriteEntry(path, Path.GetRelativePath(folder, path));
        }
    }

    private static bool IsBackupOrEmpty(string folder) =>
        File.Exists(Path.Combine(folder, BackupManifest.FileName)) || !Directory.EnumerateFileSystemEntries(folder).Any();

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}
