using System.Net;

namespace StreamWatch.App.Stages;

/// <summary>What every stage is told beside its work.</summary>
internal sealed record StageOptions
{
    /// <summary>Where <c>/healthz</c> and <c>/readyz</c> answer; null for nowhere. Port 0 is a free one.</summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>OTLP receiver of metrics over HTTP; null for none that was named.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>Whether OpenTelemetry's own variables name a receiver.</summary>
    public bool OtlpByStandard { get; init; }
}
