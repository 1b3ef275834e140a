using System.Text.Json;
using StreamWatch.App.Watching;
using Xunit;

namespace StreamWatch.Tests.App.Watching;

/// <summary>The reader of watch files and the published schema take and refuse the same.</summary>
public sealed class WatchFileSchemaTests
{
    static readonly SchemaCheck Schema = new(ReadSchema());

    static string Letters(int count) => new('a', count);

    static string Group(string fields) => $$"""{ "groups": [ { "name": "g", {{fields}} } ] }""";

    static string Target(string fields) => $$"""{ "groups": [ { "name": "g" } ], "targets": [ { "name": "t", "kind": "web", {{fields}} } ] }""";

    static string Probe(string fields) => Target($$""" "probe": { "protocol": "http", "host": "h", {{fields}} } """);

    static string Work(string fields) => $$"""{ "targets": [ { "name": "t", "kind": "web" } ], "maintenance": [ { "target": "t", {{fields}} } ] }""";

    public static TheoryData<string> Taken =>
    [
        "{}",
        """{ "$schema": "x", "vantages": [], "groups": [], "targets": [], "controls": [], "maintenance": [] }""",
        """{ "vantages": [ { "name": "v1", "title": "One", "note": "here" } ] }""",
        $$"""{ "groups": [ { "name": "{{Letters(64)}}" } ] }""",
        """{ "groups": [ { "name": "9a._-" } ] }""",
        Group($"\"title\": \"{Letters(200)}\""),
        Group($"\"note\": \"{Letters(1000)}\""),
        Group("\"country\": \"KP\""),
        Group("\"asns\": [1, 4294967294, 23455, 23457]"),
        Target($"\"operator\": \"{Letters(200)}\", \"shares\": \"{Letters(64)}\", \"group\": \"g\", \"asn\": 1, \"country\": \"DE\""),
        Probe("\"port\": 1"),
        Probe("\"port\": 65535"),
        Probe("\"interval\": \"1s\", \"timeout\": \"100ms\""),
        Probe("\"interval\": \"1h\", \"timeout\": \"1m\""),
        Probe("\"interval\": \"10s\", \"timeout\": \"10s\""),
        Probe("\"address\": \"175.45.176.67\""),
        Probe("\"address\": \"2001:db8::1\""),
        Target(""" "probe": { "protocol": "icmp", "address": "::ffff:1.2.3.4" } """),
        Target(""" "probe": { "protocol": "tcp", "host": "h", "port": 25 } """),
        Target($$""" "probe": { "protocol": "dns", "host": "{{Letters(253)}}" } """),
        Target(""" "probe": { "protocol": "dns", "host": "h", "address": "192.0.2.1", "query": "AAAA/tcp" } """),
        Target(""" "probe": { "protocol": "dns", "address": "192.0.2.1", "query": "NS" } """),
        Work("\"from\": \"2022-01-14T00:00:00Z\", \"to\": \"2022-01-14T00:00:00.5Z\""),
        Work("\"from\": \"2022-01-14T00:00:00+09:00\", \"to\": \"2022-01-14T00:00:00Z\", \"note\": \"move\""),
        """{ "targets": [ { "name": "t", "kind": "host" } ], "controls": [ "t" ] }""",
    ];

    public static TheoryData<string> Refused =>
    [
        "[]",
        "null",
        """{ "nonsense": 1 }""",
        """{ "groups": {} }""",
        """{ "groups": null }""",
        """{ "groups": [ {} ] }""",
        """{ "groups": [ 1 ] }""",
        """{ "groups": [ { "name": "" } ] }""",
        """{ "groups": [ { "name": 1 } ] }""",
        """{ "groups": [ { "name": ".a" } ] }""",
        """{ "groups": [ { "name": "a b" } ] }""",
        """{ "groups": [ { "name": "ö" } ] }""",
        $$"""{ "groups": [ { "name": "{{Letters(65)}}" } ] }""",
        """{ "vantages": [ { "name": "v", "title": 1 } ] }""",
        """{ "vantages": [ { "name": "v", "note": [] } ] }""",
        """{ "vantages": [ { "name": "v", "asns": [] } ] }""",
        Group("\"title\": \"\""),
        Group("\"title\": null"),
        Group($"\"title\": \"{Letters(201)}\""),
        Group("\"note\": 7"),
        Group("\"note\": \"\""),
        Group($"\"note\": \"{Letters(1001)}\""),
        Group("\"country\": \"kp\""),
        Group("\"country\": \"PRK\""),
        Group("\"country\": \"\""),
        Group("\"asns\": [0]"),
        Group("\"asns\": [4294967295]"),
        Group("\"asns\": [23456]"),
        Group("\"asns\": [-1]"),
        Group("\"asns\": [1.5]"),
        Group("\"asns\": [\"64496\"]"),
        Group("\"asns\": [1, 1]"),
        Group("\"asns\": 1"),
        """{ "targets": [ { "name": "t" } ] }""",
        """{ "targets": [ { "name": "t", "kind": "toaster" } ] }""",
        """{ "targets": [ { "name": "t", "kind": "Web" } ] }""",
        Target("\"asn\": 0"),
        Target("\"asn\": null"),
        Target("\"operator\": \"\""),
        Target($"\"operator\": \"{Letters(201)}\""),
        Target($"\"shares\": \"{Letters(65)}\""),
        Target("\"probe\": null"),
        Target("\"probe\": \"http\""),
        Target(""" "probe": { "host": "h" } """),
        Target(""" "probe": { "protocol": "gopher", "host": "h" } """),
        Target(""" "probe": { "protocol": "http" } """),
        Target(""" "probe": { "protocol": "tcp", "host": "h" } """),
        Target($$""" "probe": { "protocol": "dns", "host": "{{Letters(254)}}" } """),
        Target(""" "probe": { "protocol": "dns", "host": "h", "query": "MX" } """),
        Target(""" "probe": { "protocol": "dns", "host": "h", "query": "soa" } """),
        Target(""" "probe": { "protocol": "dns", "host": "h", "query": "" } """),
        Target(""" "probe": { "protocol": "dns", "host": "h", "query": 6 } """),
        Probe("\"query\": \"SOA\""),
        Probe("\"nonsense\": 1"),
        Probe("\"port\": 0"),
        Probe("\"port\": 65536"),
        Probe("\"port\": \"80\""),
        Probe("\"address\": \"example.net\""),
        Probe("\"address\": \"1\""),
        Probe("\"address\": \"1.2.3\""),
        Probe("\"address\": \"fe80::1%eth0\""),
        Probe("\"interval\": 60"),
        Probe("\"interval\": \"60\""),
        Probe("\"interval\": \"0s\""),
        Probe("\"interval\": \"1.5s\""),
        Probe("\"interval\": \"1d\""),
        Probe("\"timeout\": \"soon\""),
        Work("\"from\": \"2022-01-14T00:00:00Z\""),
        Work("\"from\": \"14 January 2022\", \"to\": \"2022-01-15T00:00:00Z\""),
        Work("\"from\": \"2022-01-14T00:00:00\", \"to\": \"2022-01-15T00:00:00Z\""),
        Work("\"from\": \"2022-01-14\", \"to\": \"2022-01-15T00:00:00Z\""),
        Work("\"from\": \"2022-13-14T00:00:00Z\", \"to\": \"2023-01-15T00:00:00Z\""),
        """{ "maintenance": [ { "from": "2022-01-14T00:00:00Z", "to": "2022-01-15T00:00:00Z" } ] }""",
        """{ "targets": [ { "name": "t", "kind": "host" } ], "controls": [ "t", "t" ] }""",
        """{ "controls": [ 1 ] }""",
    ];

    /// <summary>What a schema cannot tell: names that refer, ranges of durations, and how two values stand to each other.</summary>
    public static TheoryData<string> RefusedByTheReaderAlone =>
    [
        """{ "groups": [ { "name": "g" }, { "name": "g" } ] }""",
        """{ "controls": [ "nobody" ] }""",
        Target("\"group\": \"nobody\""),
        Probe("\"interval\": \"999ms\""),
        Probe("\"interval\": \"61m\""),
        Probe("\"interval\": \"2h\""),
        Probe("\"timeout\": \"99ms\""),
        Probe("\"interval\": \"5m\", \"timeout\": \"61s\""),
        Probe("\"interval\": \"5s\", \"timeout\": \"6s\""),
        Work("\"from\": \"2022-01-14T00:00:00Z\", \"to\": \"2022-01-14T00:00:00Z\""),
        """{ "maintenance": [ { "target": "nobody", "from": "2022-01-14T00:00:00Z", "to": "2022-01-15T00:00:00Z" } ] }""",
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public void Both_take_it(string json) => AssertJudged(json, schema: true, reader: true);

    [Theory]
    [MemberData(nameof(Refused))]
    public void Both_refuse_it(string json) => AssertJudged(json, schema: false, reader: false);

    [Theory]
    [MemberData(nameof(RefusedByTheReaderAlone))]
    public void The_reader_refuses_it(string json) => AssertJudged(json, schema: true, reader: false);

    [Fact]
    public void The_examples_of_the_schema_are_taken()
    {
        foreach (var example in ReadSchema().GetProperty("examples").EnumerateArray())
        {
            AssertJudged(example.GetRawText(), schema: true, reader: true);
        }
    }

    static void AssertJudged(string json, bool schema, bool reader)
    {
        using var document = JsonDocument.Parse(json);
        var faults = new List<string>();
        WatchFileReader.Read(new JsonPlace("watch.json", "$", document.RootElement, faults));
        Assert.True(reader == (faults.Count == 0), $"the reader says of {json}: {string.Join("; ", faults)}");
        Assert.Equal(schema, Schema.Allows(document.RootElement));
        Assert.All(faults, fault => Assert.StartsWith("watch.json: $", fault, StringComparison.Ordinal));
    }

    static JsonElement ReadSchema()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "schemas", "config", "watch.schema.json");
            if (File.Exists(path))
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(path));
                return document.RootElement.Clone();
            }
        }

        throw new FileNotFoundException("schemas/config/watch.schema.json is not in the repository");
    }
}
