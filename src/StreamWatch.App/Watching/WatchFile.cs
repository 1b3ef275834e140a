using System.Text.Json;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Watching;

/// <summary>The watch file: what is watched. Its JSON Schema is <c>schemas/config/watch.schema.json</c>; comments and trailing commas are allowed.</summary>
internal static class WatchFile
{
    /// <summary>Largest watch file that is read, bytes.</summary>
    public const long MaxBytes = 16 << 20;

    /// <summary>Reads a watch file; every fault is added to <paramref name="faults"/>.</summary>
    public static WatchList Load(string path, List<string> faults)
    {
        try
        {
            if (Directory.Exists(path))
            {
                faults.Add($"{path}: is a folder; name a watch file");
                return WatchList.Empty;
            }

            var size = new FileInfo(path).Length;
            if (size > MaxBytes)
            {
                faults.Add($"{path}: has {size:N0} bytes; a watch file has at most {MaxBytes:N0}");
                return WatchList.Empty;
            }

            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return WatchFileReader.Read(new JsonPlace(path, "$", document.RootElement, faults));
        }
        catch (JsonException e)
        {
            faults.Add($"{path}: is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {e.Message.Split(" LineNumber:")[0]}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path}: cannot be read: {e.Message}");
        }

        return WatchList.Empty;
    }
}
