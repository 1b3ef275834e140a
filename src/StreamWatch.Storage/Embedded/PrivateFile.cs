namespace StreamWatch.Storage.Embedded;

/// <summary>Files that only their owner can read, from their first byte on.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        // Written beside and renamed, so that nobody reads half of it and an older file's mode does not stay.
        var beside = $"{path}.{Environment.ProcessId}.new";
        File.Delete(beside);
        using (var writer = new StreamWriter(beside, options))
        {
            writer.Write(text);
        }

        File.Move(beside, path, overwrite: true);
    }
}
