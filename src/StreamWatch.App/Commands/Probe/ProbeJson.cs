using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using StreamWatch.Collectors.Probing;
using StreamWatch.Domain.Probing;

namespace StreamWatch.App.Commands.Probe;

/// <summary>
/// A probe as one line of JSON: the fields of a probe result, and <c>class</c> (service, alive, silent, not_the_targets), <c>timings_ms</c>,
/// <c>ended_in</c> and <c>sentence</c> beside them.
/// </summary>
internal static class ProbeJson
{
    private const int Decimals = 3;

    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static string Line(ProbeReport report)
    {
        var (result, timings) = (report.Result, report.Timings);
        return JsonSerializer.Serialize(
            new
            {
                vantage = result.Vantage,
                target = result.Target,
                kind = result.Kind.Name(),
                protocol = result.Protocol.Name(),
                address = result.Address?.ToString(),
                started_at = DateTime.UnixEpoch.AddTicks(result.StartedAtNanos / TimeSpan.NanosecondsPerTick)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
                rtt_ms = Rounded(result.RttMilliseconds),
                outcome = result.Outcome.Name(),
                detail = result.Detail,
                @class = JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Class.ToString()),
                timings_ms = new
                {
                    resolve = Rounded(timings.Resolve),
                    connect = Rounded(timings.Connect),
                    tls = Rounded(timings.Tls),
                    first_byte = Rounded(timings.FirstByte),
                    total = Rounded(timings.Total),
                },
                ended_in = JsonNamingPolicy.SnakeCaseLower.ConvertName(timings.EndedIn.ToString()),
                sentence = ProbeText.Sentence(result),
            },
            Options);
    }

    private static double? Rounded(double? milliseconds) => milliseconds is { } time ? Math.Round(time, Decimals) : null;
}
