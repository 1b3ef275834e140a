using System.Security.Cryptography;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.Collectors.Results;

/// <summary>A file of probe results, looked at but not yet read.</summary>
/// <param name="Path">The file as it was found.</param>
/// <param name="Content">SHA-256 of the file's bytes, lower-case hex: what the file is, wherever it lies.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="FirstNanos">Time of its first result or heartbeat, nanoseconds since the epoch.</param>
public sealed record ProbeFile(string Path, string Content, long Bytes, long FirstNanos) : IComparable<ProbeFile>
{
    private const int LinesLookedAt = 16;

    /// <summary>Looks at the beginning of a file; null where it is not one of probe results: one of its first lines has to be.</summary>
    /// <exception cref="FeedException">There is no such file, or it may not be read.</exception>
    public static ProbeFile? Look(string path)
    {
        using var reader = ProbeFileReader.Open(path);
        for (var line = 0; line < LinesLookedAt && reader.TryRead(out var result, out var heartbeat, out _); line++)
        {
            if ((result?.StartedAtNanos ?? heartbeat?.AtNanos) is not { } first)
            {
                continue;
            }

            try
            {
                using var bytes = File.OpenRead(path);
                return new ProbeFile(path, Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, first);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FeedException($"{path}: {e.Message}", e);
            }
        }

        return null;
    }

    /// <summary>In order of time, then of content, so that the order of the paths does not matter.</summary>
    public int CompareTo(ProbeFile? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = FirstNanos.CompareTo(other.FirstNanos);
        return order != 0 ? order : string.CompareOrdinal(Content, other.Content);
    }
}
