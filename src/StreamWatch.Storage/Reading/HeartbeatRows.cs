using System.Buffers;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Storage.Reading;

/// <summary>Reads heartbeats: vantage, heartbeat_at.</summary>
internal sealed class HeartbeatRows
{
    private readonly RowBinaryValues _values = new();

    public bool TryRead(ref SequenceReader<byte> bytes, out VantageHeartbeat heartbeat)
    {
        heartbeat = default;
        if (!_values.TryRead(ref bytes, out string? vantage) || !bytes.TryReadLittleEndian(out long at))
        {
            return false;
        }

        heartbeat = new VantageHeartbeat(vantage, at);
        return true;
    }
}
