using System.Text.Json;

namespace StreamWatch.App.Watching;

/// <summary>The watch file: what is watched. Its JSON Schema is <c>schemas/config/watch.schema.json</c>; comments and trailing commas are allowed.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Targets">The targets.</param>
/// <param name="Vantages">Names of the vantage points.</param>
internal sealed record WatchFile(IReadOnlyList<WatchedGroup> Groups, IReadOnlyList<WatchedTarget> Targets, IReadOnlyList<string> Vantages)
{
    /// <summary>Largest watch file that is read, bytes.</summary>
    public const long MaxBytes = 16 << 20;

    /// <summary>Nothing is watched by name.</summary>
    public static WatchFile Empty { get; } = new([], [], []);

    /// <summary>Every ASN that a group or a target names.</summary>
    public IReadOnlySet<uint> Asns =>
        Groups.SelectMany(group => group.Asns).Concat(Targets.Select(target => target.Asn).OfType<uint>()).ToHashSet();

    /// <summary>Reads a watch file; every fault is added to <paramref name="faults"/>.</summary>
    public static WatchFile Load(string path, List<string> faults)
    {
        try
        {
            if (Directory.Exists(path))
            {
                faults.Add($"{path}: is a folder; name a watch file");
                return Empty;
            }

            var size = new FileInfo(path).Length;
            if (size > MaxBytes)
            {
                faults.Add($"{path}: has {size:N0} bytes; a watch file has at most {MaxBytes:N0}");
                return Empty;
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

        return Empty;
    }
}
