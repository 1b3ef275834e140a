using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;
using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Files;

/// <summary>Writes <c>watch.json</c>, as <c>schemas/config/watch.schema.json</c> describes it.</summary>
internal static class WatchFileWriter
{
    public const string Name = "watch.json";

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n" };

    public static void Write(DirectoryInfo folder, HostWorld world)
    {
        var watch = new JsonObject
        {
            ["vantages"] = new JsonArray([.. world.Vantages.Select(vantage => (JsonNode)new JsonObject { ["name"] = vantage.Name })]),
            ["groups"] = new JsonArray([.. world.Groups.Select(group => (JsonNode)Group(group))]),
            ["targets"] = new JsonArray([.. world.Targets.Select(target => (JsonNode)Target(target, world))]),
            ["controls"] = new JsonArray([.. world.Controls.Select(target => (JsonNode)target.Name)]),
            ["maintenance"] = new JsonArray([.. world.Declared.Select(window => (JsonNode)Maintenance(window))]),
        };
        File.WriteAllText(Path.Combine(folder.FullName, Name), watch.ToJsonString(Options) + "\n");
    }

    private static JsonObject Group(HostGroup group) => new()
    {
        ["name"] = group.Name,
        ["title"] = group.Title,
        ["country"] = group.Country,
        ["asns"] = new JsonArray([.. group.Sites.Select(site => (JsonNode)site.Origin!.Asn)]),
    };

    private static JsonObject Target(ProbedTarget target, HostWorld world)
    {
        var json = new JsonObject { ["name"] = target.Name, ["kind"] = target.Kind.Name() };
        Add(json, "title", target.Title);
        Add(json, "operator", target.Operator);
        if (world.Groups.FirstOrDefault(group => group.Sites.Contains(target.Site)) is { } group)
        {
            json["group"] = group.Name;
            json["asn"] = target.Site.Origin!.Asn;
        }

        Add(json, "shares", target.Shares);
        var probe = new JsonObject { ["protocol"] = target.Protocol.Name() };
        Add(probe, "host", target.HostName);
        probe["address"] = target.Address.ToString();
        probe["interval"] = string.Create(CultureInfo.InvariantCulture, $"{target.Interval:0}s");
        probe["timeout"] = string.Create(CultureInfo.InvariantCulture, $"{target.Timeout:0}s");
        json["probe"] = probe;
        return json;
    }

    private static JsonObject Maintenance(MaintenanceWindow window)
    {
        var json = new JsonObject { ["target"] = window.Target, ["from"] = Instant(window.From), ["to"] = Instant(window.To) };
        Add(json, "note", window.Note);
        return json;
    }

    private static string Instant(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Add(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
