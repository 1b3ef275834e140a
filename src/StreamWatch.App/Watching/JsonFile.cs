using System.Text.Json;

namespace StreamWatch.App.Watching;

/// <summary>Reads a file of JSON whose every fault is to be told with its place. Comments and trailing commas are allowed.</summary>
internal static class JsonFile
{
    /// <summary>Reads a file; null where it cannot be read at all, which is added to the faults as those of its fields are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it has to be, for messages: <c>a watch file</c>.</param>
    /// <param name="maxBytes">Largest file that is read, bytes.</param>
    /// <param name="faults">Every fault, with file, place, value and what is allowed.</param>
    /// <param name="read">Reads the fields.</param>
    public static T? Read<T>(string path, string kind, long maxBytes, List<string> faults, Func<JsonPlace, T?> read)
        where T : class
    {
        try
        {
            if (Directory.Exists(path))
            {
                faults.Add($"{path}: is a folder; name {kind}");
                return null;
            }

            var size = new FileInfo(path).Length;
            if (size > maxBytes)
            {
                faults.Add($"{path}: has {size:N0} bytes; {kind} has at most {maxBytes:N0}");
                return null;
            }

            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return read(new JsonPlace(path, "$", document.RootElement, faults));
        }
        catch (JsonException e)
        {
            faults.Add($"{path}: is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {e.Message.Split(" LineNumber:")[0]}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{path}: cannot be read: {e.Message}");
        }

        return null;
    }
}
