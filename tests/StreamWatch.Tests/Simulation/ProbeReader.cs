using System.IO.Compression;
using System.Text.Json;

namespace StreamWatch.Tests.Simulation;

/// <summary>Reads all probe results of a simulated data set, file by file: slow, and with a JSON document for each line.</summary>
static class ProbeReader
{
    public static List<ReadProbe> Read(SimulatedSet set)
    {
        var probes = new List<ReadProbe>();
        foreach (var line in set.ProbeFiles.SelectMany(Lines))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.TryGetProperty("outcome", out var outcome))
            {
                var rtt = root.GetProperty("rtt_ms");
                probes.Add(new ReadProbe(
                    root.GetProperty("started_at").GetDateTimeOffset(), root.GetProperty("vantage").GetString()!, root.GetProperty("target").GetString()!,
                    root.GetProperty("kind").GetString()!, outcome.GetString()!, rtt.ValueKind == JsonValueKind.Null ? null : rtt.GetDouble()));
            }
        }

        return probes;
    }

    public static IEnumerable<string> Lines(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
