using System.Globalization;
using System.Text.Json;

namespace StreamWatch.Storage.Embedded;

/// <summary>Who holds a data directory.</summary>
/// <param name="ProcessId">Process.</param>
/// <param name="Purpose">Its command.</param>
/// <param name="Since">When it took the directory, UTC.</param>
internal sealed record DirectoryOwner(int ProcessId, string Purpose, DateTimeOffset Since)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"process {ProcessId} (streamwatch {Purpose}) since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");

    internal void Write(string path) => PrivateFile.Write(path, JsonSerializer.Serialize(this));

    internal static DirectoryOwner? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<DirectoryOwner>(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
