using System.Text.Json.Nodes;
using Google.Protobuf;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Results;
using StreamWatch.Schemas.Routes;
using StreamWatch.Tests.Architecture;
using Xunit;

namespace StreamWatch.Tests.Schemas;

/// <summary>
/// The bytes of a message of each contract are written down: what was published years ago is read for as long as its version is. A new file is added for what
/// changes; none that is there is ever changed. STREAMWATCH_WRITE_GOLDEN=1 writes what is missing.
/// </summary>
public sealed class GoldenBatches
{
    const string Folder = "tests/StreamWatch.Tests/Schemas/Golden";

    public static TheoryData<string> Names => ["routes.v1", "probes.v1", "results.v1", "task-message.v1", "logged-input.v1", "snapshot-marker.v1", "host-state.v1",
        "bucket-activity.v1", "table-report.v1", "origin-report.v1", "next-steps.v1", "summed-tables.v1", "summed-origins.v1", "producer-notice.v1", "table-update.v1", "probe-share.v1"];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_today_is_what_was_written_down(string name) => Assert.Equal(Newest(name), Text(Made(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_message_that_was_written_down_is_read_as_it_was_meant(string name)
    {
        var files = Files(name);
        Assert.NotEmpty(files);
        foreach (var bytes in files.Select(file => Convert.FromHexString(File.ReadAllText(file).ReplaceLineEndings(""))))
        {
            Same(Described(name, Made(name)), Described(name, bytes));
        }
    }

    static byte[] Made(string name) => name switch
    {
        "routes.v1" => SampleBatches.Routes(),
        "probes.v1" => SampleBatches.Probes(),
        "results.v1" => SampleBatches.Results(),
        "task-message.v1" => SampleTaskMessages.Message().ToByteArray(),
        "logged-input.v1" => SampleTaskMessages.Input().ToByteArray(),
        "snapshot-marker.v1" => SampleTaskMessages.Marker().ToByteArray(),
        "host-state.v1" => SampleTaskMessages.State().ToByteArray(),
        "bucket-activity.v1" => FilledMessage.Of(new BucketMessage { Activity = new BucketActivity() }).ToByteArray(),
        "table-report.v1" => FilledMessage.Of(new BucketMessage { Tables = new TableReport() }).ToByteArray(),
        "origin-report.v1" => FilledMessage.Of(new BucketMessage { Origins = new OriginReport() }).ToByteArray(),
        "next-steps.v1" => FilledMessage.Of(new BucketMessage { Next = new NextSteps() }).ToByteArray(),
        "summed-tables.v1" => FilledMessage.Of(new BucketMessage { SummedTables = new TableReport() }).ToByteArray(),
        "summed-origins.v1" => FilledMessage.Of(new BucketMessage { SummedOrigins = new OriginReport() }).ToByteArray(),
        "producer-notice.v1" => FilledMessage.Of(new BucketMessage { Notice = new ProducerNotice() }).ToByteArray(),
        "table-update.v1" => FilledMessage.Of(new EntityMessage { Routes = new TableUpdate() }).ToByteArray(),
        _ => FilledMessage.Of(new EntityMessage { Probes = new ProbeShare() }).ToByteArray(),
    };

    /// <summary>Everything that the reader gives out, as text.</summary>
    static string Described(string name, byte[] bytes) => name switch
    {
        "routes.v1" => ReadBatches.Describe(new RouteBatchReader(bytes, 0)),
        "probes.v1" => ReadBatches.Describe(new ProbeBatchReader(bytes, 0)),
        "results.v1" => ResultCodec.Read(bytes).ToString(),
        "task-message.v1" => TaskMessage.Parser.ParseFrom(bytes).ToString(),
        "logged-input.v1" => LoggedInput.Parser.ParseFrom(bytes).ToString(),
        "snapshot-marker.v1" => SnapshotMarker.Parser.ParseFrom(bytes).ToString(),
        "host-state.v1" => HostState.Parser.ParseFrom(bytes).ToString(),
        "table-update.v1" or "probe-share.v1" => EntityMessage.Parser.ParseFrom(bytes).ToString(),
        _ => BucketMessage.Parser.ParseFrom(bytes).ToString(),
    };

    /// <summary>What an older message says is said today; fields that it does not have may have come since.</summary>
    static void Same(string today, string written)
    {
        if (today.StartsWith('{'))
        {
            Same(JsonNode.Parse(today)!.AsObject(), JsonNode.Parse(written)!.AsObject());
        }
        else
        {
            Assert.Equal(today, written);
        }
    }

    static void Same(JsonObject today, JsonObject written)
    {
        foreach (var (field, value) in written)
        {
            if (value is JsonObject inner && today[field] is JsonObject innerToday)
            {
                Same(innerToday, inner);
            }
            else
            {
                Assert.Equal(today[field]?.ToJsonString(), value?.ToJsonString());
            }
        }
    }

    static string Newest(string name)
    {
        var files = Files(name);
        var newest = files.Count == 0 ? null : File.ReadAllText(files[^1]);
        if (Environment.GetEnvironmentVariable("STREAMWATCH_WRITE_GOLDEN") == "1" && newest != Text(Made(name)))
        {
            newest = Text(Made(name));
            File.WriteAllText(Path.Combine(Repository.Root, Folder, $"{name}.{files.Count + 1}.hex"), newest);
        }

        return newest ?? "";
    }

    static List<string> Files(string name) =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder), $"{name}.*.hex").OrderBy(file => file.Length).ThenBy(file => file, StringComparer.Ordinal)];

    static string Text(byte[] bytes) => string.Concat(bytes.Chunk(40).Select(line => Convert.ToHexStringLower(line) + "\n"));
}
