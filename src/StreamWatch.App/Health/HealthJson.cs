using System.Text.Json;

namespace StreamWatch.App.Health;

/// <summary>A report as the JSON body of an answer.</summary>
internal static class HealthJson
{
    /// <summary><c>{"stage":"run","ok":true,"checks":[{"name":"probing","ok":true,"reason":null}]}</c>, in UTF-8.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isOk">What was asked for: whether it lives, or whether it is ready.</param>
    /// <param name="withReadiness">Whether the conditions of readiness are told too.</param>
    public static byte[] Write(HealthReport report, bool isOk, bool withReadiness) =>
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            stage = report.Stage,
            ok = isOk,
            checks = report.Progress.Concat(withReadiness ? report.Readiness : []).Select(state => new { name = state.Name, ok = state.WhyNot is null, reason = state.WhyNot }),
        });
}
