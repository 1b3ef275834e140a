using System.Buffers;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Storage.Reading;

/// <summary>Reads results: vantage, target, kind, protocol, address, started_at, rtt_ms, outcome, detail.</summary>
internal sealed class ProbeResultRows
{
    private readonly RowBinaryValues _values = new();

    public bool TryRead(ref SequenceReader<byte> bytes, out ProbeResult result)
    {
        result = default;
        if (!_values.TryRead(ref bytes, out string? vantage)
            || !_values.TryRead(ref bytes, out string? target)
            || !bytes.TryRead(out var kind)
            || !bytes.TryRead(out var protocol)
            || !_values.TryReadAddress(ref bytes, out var address)
            || !bytes.TryReadLittleEndian(out long startedAt)
            || !RowBinaryValues.TryRead(ref bytes, out double? rtt)
            || !bytes.TryRead(out var outcome)
            || !_values.TryRead(ref bytes, out string? detail))
        {
            return false;
        }

        result = new ProbeResult
        {
            Vantage = vantage,
            Target = target,
            Kind = (TargetKind)kind,
            Protocol = (ProbeProtocol)protocol,
            Address = address,
            StartedAtNanos = startedAt,
            RttMilliseconds = rtt,
            Outcome = (ProbeOutcome)outcome,
            Detail = detail.Length == 0 ? null : detail,
        };
        return true;
    }
}
