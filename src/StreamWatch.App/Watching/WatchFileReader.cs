using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Watching;

/// <summary>Reads the fields of a watch file and checks each; nothing is taken silently that is not known.</summary>
internal static partial class WatchFileReader
{
    private const int LongestName = 64;
    private const int LongestLine = 200;
    private const int LongestNote = 1000;
    private const int LongestHost = 253;

    private static readonly string[] Kinds = [.. Enum.GetValues<TargetKind>().Select(kind => kind.Name())];
    private static readonly string[] Instants =
        ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private static readonly string[] Protocols = [.. Enum.GetValues<ProbeProtocol>().Select(protocol => protocol.Name())];

    public static WatchList Read(JsonPlace root)
    {
        if (!root.IsObject("$schema", "vantages", "groups", "targets", "controls", "maintenance"))
        {
            return WatchList.Empty;
        }

        var vantages = Named(root.Items("vantages"), Vantage);
        var groups = Named(root.Items("groups"), Group);
        var targets = Named(root.Items("targets"), place => Target(place, [.. groups.Select(group => group.Name)]));
        var names = targets.Select(target => target.Name).ToHashSet();
        var controls = Once(root.Items("controls"), "a target is named once");
        foreach (var control in controls)
        {
            if (control.Value.ValueKind != JsonValueKind.String || !names.Contains(control.Value.GetString()!))
            {
                control.Fault("a control is the name of a target");
            }
        }

        return new WatchList
        {
            Vantages = [.. vantages.Select(vantage => vantage.Name)],
            Groups = [.. groups.Select(group => group.Entry)],
            Targets = [.. targets.Select(target => target.Entry)],
            Controls = [.. controls.Where(control => control.Value.ValueKind == JsonValueKind.String).Select(control => control.Value.GetString()!)],
            Maintenance = [.. root.Items("maintenance").Select(window => Maintenance(window, names)).OfType<MaintenanceWindow>()],
        };
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

    /// <summary>Whether a text can be the name of a vantage point, a group or a target.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "._-".Contains(c, StringComparison.Ordinal));

    private static string? Name(JsonPlace place) => place.Text(
        "name",
        needed: true,
        IsName,
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
        var group = place.Text("group", isAllowed: groups.Contains, allowed: $"a group is one of those above: {string.Join(", ", groups.Order())}");
        var kind = place.Text("kind", needed: true, Kinds.Contains, $"a kind is one of {string.Join(", ", Kinds)}");
        var asn = place.Field("asn").Value.ValueKind == JsonValueKind.Undefined ? null : place.Field("asn").Asn();
        var probe = place.Field("probe");
        return (name, new WatchedTarget
        {
            Name = name ?? "",
            Kind = kind is null ? TargetKind.Host : ProbeNames.Kind(kind) ?? TargetKind.Host,
            Title = Prose(place, "title", LongestLine),
            Operator = Prose(place, "operator", LongestLine),
            Group = group,
            Asn = asn,
            Country = Country(place),
            Shares = Prose(place, "shares", LongestName),
            Probe = probe.Value.ValueKind == JsonValueKind.Undefined ? null : Probe(probe),
        });
    }

    private static ProbeSetting? Probe(JsonPlace place)
    {
        if (!place.IsObject("protocol", "host", "address", "query", "port", "interval", "timeout"))
        {
            return null;
        }

        var protocol = place.Text("protocol", needed: true, Protocols.Contains, $"a protocol is one of {string.Join(", ", Protocols)}");
        var host = Prose(place, "host", LongestHost);
        var address = place.Text("address", isAllowed: IsAddress, allowed: "an address is IPv4 or IPv6");
        if (place.Field("host").Value.ValueKind == JsonValueKind.Undefined && place.Field("address").Value.ValueKind == JsonValueKind.Undefined)
        {
            place.Fault("a probe needs a host, an address or both");
        }

        var query = place.Text("query", isAllowed: DnsQuery.Words.Contains, allowed: $"a query is one of {string.Join(", ", DnsQuery.Words)}");
        if (query is not null && protocol is not (null or "dns"))
        {
            place.Field("query").Fault("a query is for a probe of dns alone");
        }

        var port = Port(place.Field("port"), isNeeded: protocol == "tcp");
        var interval = Time(place, "interval", TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), ProbeSetting.DefaultInterval);
        var timeout = Time(place, "timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), ProbeSetting.DefaultTimeout);
        if (timeout > interval)
        {
            if (place.Field("timeout").Value.ValueKind != JsonValueKind.Undefined)
            {
                place.Field("timeout").Fault($"a timeout is no longer than the interval, {DurationText.Format(interval)}");
            }

            timeout = interval;
        }

        return protocol is null ? null : new ProbeSetting
        {
            Protocol = ProbeNames.Protocol(protocol)!.Value,
            Host = host,
            Address = address is null ? null : IPAddress.Parse(address),
            Query = query is null ? null : DnsQuery.Parse(query),
            Port = port,
            Interval = interval,
            Timeout = timeout,
        };
    }

    private static int? Port(JsonPlace place, bool isNeeded)
    {
        if (place.Value.ValueKind == JsonValueKind.Undefined)
        {
            if (isNeeded)
            {
                place.Fault("a probe of tcp needs a port, 1 to 65535");
            }

            return null;
        }

        if (place.Value.ValueKind == JsonValueKind.Number && place.Value.TryGetInt32(out var number) && number is >= 1 and <= 65535)
        {
            return number;
        }

        place.Fault("a port is a whole number from 1 to 65535");
        return null;
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

    private static MaintenanceWindow? Maintenance(JsonPlace place, HashSet<string> targets)
    {
        if (!place.IsObject("target", "from", "to", "note"))
        {
            return null;
        }

        var target = place.Text("target", needed: true, targets.Contains, "maintenance is of a target by its name");
        var note = Prose(place, "note", LongestNote);
        var from = Moment(place, "from");
        var to = Moment(place, "to");
        if (from >= to)
        {
            place.Field("to").Fault("maintenance ends after it begins");
        }

        return target is null || from is null || to is null ? null : new MaintenanceWindow(target, from.Value.UtcDateTime, to.Value.UtcDateTime, note);
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
