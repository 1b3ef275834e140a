using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Watching;

/// <summary>The watch file: what is watched. Its JSON Schema is <c>schemas/config/watch.schema.json</c>; comments and trailing commas are allowed.</summary>
internal static class WatchFile
{
    /// <summary>Largest watch file that is read, bytes.</summary>
    public const long MaxBytes = 16 << 20;

    /// <summary>Reads a watch file; every fault is added to <paramref name="faults"/>.</summary>
    public static WatchList Load(string path, List<string> faults) => JsonFile.Read(path, "a watch file", MaxBytes, faults, WatchFileReader.Read) ?? WatchList.Empty;
}
