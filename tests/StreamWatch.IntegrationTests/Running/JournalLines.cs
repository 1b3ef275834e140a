using System.Globalization;
using StreamWatch.Domain.Probing;

namespace StreamWatch.IntegrationTests.Running;

/// <summary>What stands in the journal of a data directory, as anybody can read it.</summary>
static class JournalLines
{
    /// <summary>Its files, without those of the lock.</summary>
    public static IReadOnlyList<string> Files(string data) =>
        Directory.Exists(Path.Combine(data, "journal")) ? [.. Directory.EnumerateFiles(Path.Combine(data, "journal"), "*.jsonl")] : [];

    /// <summary>Its results, as <c>vantage target time</c>, and its heartbeats, as <c>vantage time</c>; the times in nanoseconds.</summary>
    public static (IReadOnlyList<string> Results, IReadOnlyList<string> Heartbeats) Read(string data)
    {
        var (results, heartbeats) = (new List<string>(), new List<string>());
        var reader = new ProbeLineReader();
        foreach (var file in Files(data))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            var rest = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                if (!reader.TryRead(rest[..end], out var result, out var heartbeat, out var fault))
                {
                    throw new InvalidOperationException($"{file}: {fault}");
                }

                if (result is { } probe)
                {
                    results.Add(string.Create(CultureInfo.InvariantCulture, $"{probe.Vantage}\t{probe.Target}\t{probe.StartedAtNanos}"));
                }
                else
                {
                    heartbeats.Add(string.Create(CultureInfo.InvariantCulture, $"{heartbeat!.Value.Vantage}\t{heartbeat.Value.AtNanos}"));
                }

                rest = rest[(end + 1)..];
            }
        }

        return (results, heartbeats);
    }
}
