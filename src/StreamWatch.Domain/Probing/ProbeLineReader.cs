using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace StreamWatch.Domain.Probing;

/// <summary>
/// Reads probe results and heartbeats from JSON lines. A line is one or the other; fields that are not known are passed over; a
/// field that is null counts as left out; a known field that stands there twice is a fault. Names are made once and shared, so
/// that reading allocates next to nothing. For one thread at a time.
/// </summary>
public sealed class ProbeLineReader
{
    /// <summary>Most bytes of a line.</summary>
    public const int LongestLine = 16 * 1024;

    /// <summary>Most characters of the name of a vantage point or target.</summary>
    public const int LongestName = 253;

    /// <summary>Details up to so many bytes are kept to be shared; longer ones hardly come again.</summary>
    private const int SharedDetail = 64;

    private static readonly string _outcomes = string.Join(", ", Enum.GetValues<ProbeOutcome>().Select(ProbeNames.Name));
    private static readonly string _kinds = string.Join(", ", Enum.GetValues<TargetKind>().Select(ProbeNames.Name));
    private static readonly string _protocols = string.Join(", ", Enum.GetValues<ProbeProtocol>().Select(ProbeNames.Name));
    private static readonly string[] _fields =
        ["vantage", "target", "kind", "protocol", "address", "started_at", "heartbeat_at", "rtt_ms", "outcome", "detail"];

    private static readonly byte[][] _fieldBytes = [.. _fields.Select(Encoding.UTF8.GetBytes)];

    private readonly Utf8Pool<string> _texts = new(Encoding.UTF8.GetString);
    private readonly Utf8Pool<IPAddress?> _addresses = new(AddressOf);
    private readonly byte[] _unescaped = new byte[LongestLine];

    /// <summary>Reads a line.</summary>
    /// <param name="line">UTF-8, with or without its line end.</param>
    /// <param name="result">The result, where the line is one.</param>
    /// <param name="heartbeat">The heartbeat, where the line is one.</param>
    /// <param name="fault">What is wrong with the line, in a sentence, where it is neither.</param>
    /// <returns>Whether the line is a result or a heartbeat.</returns>
    public bool TryRead(
        ReadOnlySpan<byte> line, out ProbeResult? result, out VantageHeartbeat? heartbeat, [NotNullWhen(false)] out string? fault)
    {
        result = null;
        heartbeat = null;
        fault = line.Length > LongestLine + 2
            ? Invariant($"the line has {line.Length} bytes; {LongestLine} are the most")
            : Utf8.IsValid(line) ? null : "the line is not UTF-8";
        if (fault is not null)
        {
            return false;
        }

        var fields = default(ProbeLineFields);
        try
        {
            fault = Read(line, ref fields);
        }
        catch (JsonException wrong)
        {
            fault = Invariant($"no JSON, at byte {wrong.BytePositionInLine}");
        }
        catch (InvalidOperationException)
        {
            fault = "a text has half of a surrogate pair";
        }

        fault ??= Build(fields, out result, out heartbeat);
        return fault is null;
    }

    internal static bool IsName(string? name) => name is { Length: > 0 and <= LongestName };

    internal static bool IsTime(double milliseconds) => double.IsFinite(milliseconds) && milliseconds >= 0;

    /// <summary>The part of a detail that is kept.</summary>
    internal static string Cut(string detail) => detail.Length <= ProbeResult.LongestDetail
        ? detail
        : detail[..(char.IsHighSurrogate(detail[ProbeResult.LongestDetail - 1]) ? ProbeResult.LongestDetail - 1 : ProbeResult.LongestDetail)];

    /// <summary>Dotted IPv4 with all four numbers, or IPv6 without a zone, as in the watch file; null for anything else.</summary>
    private static IPAddress? AddressOf(byte[] text) =>
        IPAddress.TryParse(Encoding.UTF8.GetString(text), out var address)
        && (address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == Encoding.UTF8.GetString(text)
            : !text.AsSpan().ContainsAny((byte)'%', (byte)'[', (byte)']'))
            ? address
            : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string? Build(in ProbeLineFields fields, out ProbeResult? result, out VantageHeartbeat? heartbeat)
    {
        result = null;
        heartbeat = null;
        if (fields.Vantage is null)
        {
            return "the field vantage is missing";
        }

        if (fields.HeartbeatAt is { } beat)
        {
            if (fields.Target is not null || fields.StartedAt is not null || fields.Outcome is not null)
            {
                return "the line is a result and a heartbeat in one";
            }

            heartbeat = new VantageHeartbeat(fields.Vantage, beat);
            return null;
        }

        var missing = fields.Target is null ? "target"
            : fields.Kind is null ? "kind"
            : fields.Protocol is null ? "protocol"
            : fields.StartedAt is null ? "started_at"
            : fields.Outcome is null ? "outcome"
            : null;
        if (missing is not null)
        {
            return $"the field {missing} is missing";
        }

        result = new ProbeResult
        {
            Vantage = fields.Vantage,
            Target = fields.Target!,
            Kind = fields.Kind!.Value,
            Protocol = fields.Protocol!.Value,
            Address = fields.Address,
            StartedAtNanos = fields.StartedAt!.Value,
            RttMilliseconds = fields.Rtt,
            Outcome = fields.Outcome!.Value,
            Detail = fields.Detail,
        };
        return null;
    }

    private static int FieldOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < _fieldBytes.Length; i++)
        {
            if (reader.ValueTextEquals(_fieldBytes[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private string? Read(ReadOnlySpan<byte> line, ref ProbeLineFields fields)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return "the line is no JSON object";
        }

        string? fault = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref reader);
            reader.Read();
            if (field < 0)
            {
                reader.Skip();
                continue;
            }

            if ((fields.Seen & (1 << field)) != 0)
            {
                fault ??= $"the field {_fields[field]} stands there twice";
            }

            fields.Seen |= 1 << field;
            if (reader.TokenType != JsonTokenType.Null)
            {
                fault ??= Take(ref reader, field, ref fields);
                reader.Skip();
            }
        }

        // Whatever follows the object is a fault, which the reader throws.
        while (reader.Read())
        {
        }

        return fault;
    }

    private string? Take(ref Utf8JsonReader reader, int field, ref ProbeLineFields fields)
    {
        var name = _fields[field];
        if (name == "rtt_ms")
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out var rtt) || !IsTime(rtt))
            {
                return "rtt_ms is not a number of milliseconds, 0 or more, or null";
            }

            fields.Rtt = rtt;
            return null;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            return $"the field {name} is no text";
        }

        var text = reader.ValueIsEscaped ? _unescaped.AsSpan(0, reader.CopyString(_unescaped)) : reader.ValueSpan;
        switch (name)
        {
            case "vantage":
                fields.Vantage = _texts.Of(text);
                return IsName(fields.Vantage) ? null : NoName(name);
            case "target":
                fields.Target = _texts.Of(text);
                return IsName(fields.Target) ? null : NoName(name);
            case "kind":
                fields.Kind = ProbeNames.Kind(_texts.Of(text));
                return fields.Kind is null ? NoWord(name, text, _kinds) : null;
            case "protocol":
                fields.Protocol = ProbeNames.Protocol(_texts.Of(text));
                return fields.Protocol is null ? NoWord(name, text, _protocols) : null;
            case "outcome":
                fields.Outcome = ProbeNames.Outcome(_texts.Of(text));
                return fields.Outcome is null ? NoWord(name, text, _outcomes) : null;
            case "address":
                fields.Address = _addresses.Of(text);
                return fields.Address is null ? NoWord(name, text, "IPv4 and IPv6 addresses") : null;
            case "started_at":
                fields.StartedAt = InstantText.TryParse(text, out var started) ? started : null;
                return fields.StartedAt is null ? NoInstant(name, text) : null;
            case "heartbeat_at":
                fields.HeartbeatAt = InstantText.TryParse(text, out var beat) ? beat : null;
                return fields.HeartbeatAt is null ? NoInstant(name, text) : null;
            default:
                fields.Detail = text.Length <= SharedDetail ? _texts.Of(text) : Cut(Encoding.UTF8.GetString(text));
                return null;
        }
    }

    private static string NoName(string field) => Invariant($"the field {field} is no name: it has 1 to {LongestName} characters");

    private static string NoWord(string field, ReadOnlySpan<byte> text, string allowed) =>
        $"the field {field} is \"{Shown(text)}\"; allowed are {allowed}";

    private static string NoInstant(string field, ReadOnlySpan<byte> text) =>
        $"the field {field} is \"{Shown(text)}\"; a time is RFC 3339 in UTC with up to nine digits of a second, for example 2022-01-14T00:00:10.25Z";

    private static string Shown(ReadOnlySpan<byte> text)
    {
        var whole = Encoding.UTF8.GetString(text);
        return whole.Length <= 40 ? whole : Cut(whole)[..40] + "…";
    }
}
