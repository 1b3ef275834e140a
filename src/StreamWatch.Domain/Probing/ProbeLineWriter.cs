using System.Buffers;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StreamWatch.Domain.Probing;

/// <summary>
/// Writes probe results and heartbeats as JSON lines, one object and a line feed each, the fields in one fixed order; what
/// <see cref="ProbeLineReader"/> makes of them is what was written.
/// </summary>
public static class ProbeLineWriter
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes a result. Its detail is cut to <see cref="ProbeResult.LongestDetail"/> characters.</summary>
    /// <exception cref="ArgumentException">A name is empty or too long, the time is before 1970, or the round trip time is no time.</exception>
    public static void Write(IBufferWriter<byte> output, in ProbeResult result)
    {
        Require(ProbeLineReader.IsName(result.Vantage) && ProbeLineReader.IsName(result.Target), "a name has 1 to 253 characters", nameof(result));
        Require(result.RttMilliseconds is null || ProbeLineReader.IsTime(result.RttMilliseconds.Value), "a round trip time is finite and not negative", nameof(result));
        var json = Begin(output);
        json.WriteString("vantage"u8, result.Vantage);
        json.WriteString("target"u8, result.Target);
        json.WriteString("kind"u8, result.Kind.Name());
        json.WriteString("protocol"u8, result.Protocol.Name());
        if (result.Address is { } address)
        {
            // Without the zone that an IPv6 address may carry: it means something on one machine only.
            Span<byte> text = stackalloc byte[64];
            new IPAddress(address.GetAddressBytes()).TryFormat(text, out var length);
            json.WriteString("address"u8, text[..length]);
        }

        WriteInstant(json, "started_at"u8, result.StartedAtNanos);
        if (result.RttMilliseconds is { } rtt)
        {
            json.WriteNumber("rtt_ms"u8, rtt);
        }
        else
        {
            json.WriteNull("rtt_ms"u8);
        }

        json.WriteString("outcome"u8, result.Outcome.Name());
        if (result.Detail is { } detail)
        {
            json.WriteString("detail"u8, ProbeLineReader.Cut(detail));
        }

        End(json, output);
    }

    /// <summary>Writes a heartbeat.</summary>
    /// <exception cref="ArgumentException">The name is empty or too long, or the time is before 1970.</exception>
    public static void Write(IBufferWriter<byte> output, in VantageHeartbeat heartbeat)
    {
        Require(ProbeLineReader.IsName(heartbeat.Vantage), "a name has 1 to 253 characters", nameof(heartbeat));
        var json = Begin(output);
        json.WriteString("vantage"u8, heartbeat.Vantage);
        WriteInstant(json, "heartbeat_at"u8, heartbeat.AtNanos);
        End(json, output);
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var json = _writer ??= new Utf8JsonWriter(output, _options);
        json.Reset(output);
        json.WriteStartObject();
        return json;
    }

    private static void End(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteInstant(Utf8JsonWriter json, ReadOnlySpan<byte> name, long nanos)
    {
        Span<byte> text = stackalloc byte[InstantText.Longest];
        json.WriteString(name, text[..InstantText.Format(nanos, text)]);
    }

    private static void Require(bool holds, string allowed, string argument)
    {
        if (!holds)
        {
            throw new ArgumentException(allowed, argument);
        }
    }
}
