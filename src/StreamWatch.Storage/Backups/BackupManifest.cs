using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamWatch.Storage.Backups;

/// <summary>What a backup says of itself: the file <c>manifest.json</c> in it.</summary>
public sealed record BackupManifest
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "manifest.json";

    private const int Newest = 1;

    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Version of this format.</summary>
    public int Format { get; init; } = Newest;

    /// <summary>Version of StreamWatch that made it.</summary>
    public required string Version { get; init; }

    /// <summary>Last migration that the database had.</summary>
    public required string Schema { get; init; }

    /// <summary>Database that it is of.</summary>
    public required string Database { get; init; }

    /// <summary>When it was begun, UTC.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When it was complete, UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Where a server wrote the data; null where it lies beside this file.</summary>
    public string? Destination { get; init; }

    /// <summary>What is in it, by table.</summary>
    public required IReadOnlyList<BackupTable> Tables { get; init; }

    /// <summary>Whether nobody wrote while it was made.</summary>
    [JsonIgnore]
    public bool IsQuiet => Tables.All(table => table.LeastRows == table.MostRows);

    /// <summary>Writes it to a folder.</summary>
    internal void Write(string folder)
    {
        using var stream = File.Create(Path.Combine(folder, FileName));
        JsonSerializer.Serialize(stream, this, _json);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Reads it from a folder.</summary>
    /// <param name="folder">The backup.</param>
    /// <param name="named">What the user called it.</param>
    /// <exception cref="StorageException">There is none, or it is of a later version.</exception>
    internal static BackupManifest Read(string folder, string named)
    {
        BackupManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(Path.Combine(folder, FileName)), _json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StorageException($"{named} is no backup of StreamWatch: its {FileName} cannot be read: {e.Message}", e);
        }

        return manifest is { Format: Newest, Tables: not null }
            ? manifest
            : throw new StorageException($"{named} has format {manifest?.Format}, and this version reads {Newest}; use a newer version of StreamWatch");
    }
}
