using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StreamWatch.App.Watching;

/// <summary>Reads the fields of a watch file and checks each; nothing is taken silently that is not known.</summary>
internal static partial class WatchFileReader
{
    private const int LongestName = 64;
    private const int LongestLine = 200;
    private const int LongestNote = 1000;
    private const int LongestHost = 253;

    private static readonly string[] Kinds = ["web", "mail", "dns", "router", "host"];
    private static readonly string[] Instants =
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private static readonly string[] Protocols = ["icmp", "tcp", "http", "https", "smtp", "smtps", "imap", "imaps", "dns", "ntp"];

    public static WatchFile Read(JsonPlace root)
    {
        if (!root.IsObject("$schema", "vantages", "groups", "targets", "controls", "maintenance"))
        {
            return WatchFile.Empty;
        }

        var vantages = Named(root.Items("vantages"), Vantage);
        var groups = Named(root.Items("groups"), Group);
        var targets = Named(root.Items("targets"), place => Target(place, [.. groups.Select(group => group.Name)]));
        var names = targets.Select(target => target.Name).ToHashSet();
        foreach (var control in Once(root.Items("controls"), "a target is named once"))
        {
            if (control.Value.ValueKind != JsonValueKind.String || !names.Contains(control.Value.GetString()!))
            {
                control.Fault("a control is the name of a target");
            }
        }

        foreach (var window in root.Items("maintenance"))
        {
            Maintenance(window, names);
        }

        return new WatchFile(
            [.. groups.Select(group => group.Entry)], [.. targets.Select(target => target.Entry)], [.. vantages.Select(vantage => vantage.Name)]);
    }

    private static List<(string Name, T Entry)> Named<T>(IReadOnlyList<JsonPlace> places, Func<JsonPlace, (string? Name, T Entry)> read)
    {
        var entries = new List<(string, T)>();
        var names = new HashSet<string>();
        foreach (var place in places)
        {
            if (read(place) is { Name: { } name, Entry: var entry })
            {
                entries.Add((name, entry));
                if (!names.Add(name))
                {
                    place.Field("name").Fault("names are used once");
                }
            }
        }

        return entries;
    }

    private static string? Name(JsonPlace place) => place.Text(
        "name",
        needed: true,
        text => text.Length <= LongestName && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || "._-".Contains(c, StringComparison.Ordinal)),
        "a name has 1 to 64 letters, digits, dots, underscores and hyphens and begins with a letter or digit");

    private static string? Country(JsonPlace place) => place.Text(
        "country", isAllowed: code => code.Length == 2 && code.All(char.IsAsciiLetterUpper), allowed: "a country is two capital letters (ISO 3166-1), for example KP");

    /// <summary>A text for people, of 1 to so many characters.</summary>
    private static string? Prose(JsonPlace place, string name, int most) => place.Text(
        name, isAllowed: text => text.EnumerateRunes().Count() <= most, allowed: $"it has to be a text of 1 to {most.ToString(CultureInfo.InvariantCulture)} characters");

    /// <summary>The items of a list; one that stands there twice is a fault.</summary>
    private static IReadOnlyList<JsonPlace> Once(IReadOnlyList<JsonPlace> items, string allowed)
    {
        var seen = new HashSet<string>();
        foreach (var item in items.Where(item => !seen.Add(item.Value.GetRawText())))
        {
            item.Fault(allowed);
        }

        return items;
    }

    private static (string? Name, string? Entry) Vantage(JsonPlace place)
    {
        if (!place.IsObject("name", "title", "note"))
        {
            return default;
        }

        _ = (Prose(place, "title", LongestLine), Prose(place, "note", LongestNote));
        return (Name(place), null);
    }

    private static (string? Name, WatchedGroup Entry) Group(JsonPlace place)
    {
        if (!place.IsObject("name", "title", "country", "asns", "note"))
        {
            return default;
        }

        var name = Name(place);
        var country = Country(place);
        var asns = Once(place.Items("asns"), "an ASN is named once").Select(item => item.Asn()).OfType<uint>().ToList();
        Prose(place, "note", LongestNote);
        return (name, new WatchedGroup(name ?? "", Prose(place, "title", LongestLine), country, asns));
    }

    private static (string? Name, WatchedTarget Entry) Target(JsonPlace place, HashSet<string> groups)
    {
        if (!place.IsObject("name", "title", "operator", "group", "asn", "country", "kind", "shares", "probe"))
        {
            return default;
        }

        var name = Name(place);
        _ = (Prose(place, "title", LongestLine), Prose(place, "operator", LongestLine), Prose(place, "shares", LongestName));
        Country(place);
        var group = place.Text("group", isAllowed: groups.Contains, allowed: $"a group is one of those above: {string.Join(", ", groups.Order())}");
        var kind = place.Text("kind", needed: true, Kinds.Contains, $"a kind is one of {string.Join(", ", Kinds)}");
        var asn = place.Field("asn").Value.ValueKind == JsonValueKind.Undefined ? null : place.Field("asn").Asn();
        var probe = place.Field("probe");
        if (probe.Value.ValueKind != JsonValueKind.Undefined)
        {
            Probe(probe);
        }

        return (name, new WatchedTarget(name ?? "", group, asn, kind ?? ""));
    }

    private static void Probe(JsonPlace place)
    {
        if (!place.IsObject("protocol", "host", "address", "port", "interval", "timeout"))
        {
            return;
        }

        var protocol = place.Text("protocol", needed: true, Protocols.Contains, $"a protocol is one of {string.Join(", ", Protocols)}");
        Prose(place, "host", LongestHost);
        place.Text("address", isAllowed: IsAddress, allowed: "an address is IPv4 or IPv6");
        if (place.Field("host").Value.ValueKind == JsonValueKind.Undefined && place.Field("address").Value.ValueKind == JsonValueKind.Undefined)
        {
            place.Fault("a probe needs a host, an address or both");
        }

        var port = place.Field("port");
        if (protocol == "tcp" && port.Value.ValueKind == JsonValueKind.Undefined)
        {
            port.Fault("a probe of tcp needs a port, 1 to 65535");
        }

        if (port.Value.ValueKind != JsonValueKind.Undefined && !(port.Value.ValueKind == JsonValueKind.Number && port.Value.TryGetInt32(out var number) && number is >= 1 and <= 65535))
        {
            port.Fault("a port is a whole number from 1 to 65535");
        }

        var interval = Time(place, "interval", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeSpan.FromSeconds(60));
        var timeout = Time(place, "timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10));
        if (timeout > interval && place.Field("timeout").Value.ValueKind != JsonValueKind.Undefined)
        {
            place.Field("timeout").Fault($"a timeout is no longer than the interval, {DurationText.Format(interval)}");
        }
    }

    /// <summary>Dotted IPv4 with all four numbers, or IPv6 without a zone.</summary>
    private static bool IsAddress(string text) => IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : !text.AsSpan().ContainsAny('%', '[', ']'));

    private static TimeSpan Time(JsonPlace place, string name, TimeSpan least, TimeSpan most, TimeSpan defaultValue)
    {
        var time = defaultValue;
        place.Text(
            name,
            isAllowed: text => WholeDuration().IsMatch(text) && DurationText.TryParse(text, out time) && time >= least && time <= most,
            allowed: $"allowed are {DurationText.Format(least)} to {DurationText.Format(most)}, a whole number and a unit (ms, s, m, h), for example \"60s\"");
        return time;
    }

    private static void Maintenance(JsonPlace place, HashSet<string> targets)
    {
        if (!place.IsObject("target", "from", "to", "note"))
        {
            return;
        }

        place.Text("target", needed: true, targets.Contains, "maintenance is of a target by its name");
        Prose(place, "note", LongestNote);
        var from = Moment(place, "from");
        var to = Moment(place, "to");
        if (from >= to)
        {
            place.Field("to").Fault("maintenance ends after it begins");
        }
    }

    private static DateTimeOffset? Moment(JsonPlace place, string name)
    {
        DateTimeOffset moment = default;
        return place.Text(
            name,
            needed: true,
            text => DateTimeOffset.TryParseExact(text, Instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment),
            "a time is RFC 3339 with its offset, for example 2022-01-14T00:00:00Z") is null ? null : moment;
    }

    [GeneratedRegex("^[1-9][0-9]{0,8}(ms|s|m|h)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeDuration();
}
