using System.Net;
using Google.Protobuf;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Probes;

/// <summary>Fills the batch of one partition of probe results for one round after another. Not thread-safe.</summary>
public sealed class ProbeBatchWriter
{
    private const int BytesAProbe = 32;

    private readonly ProbeBatch _batch = new() { Probes = new ProbeColumns(), Heartbeats = new HeartbeatColumns() };
    private readonly Dictionary<string, uint> _texts = [];
    private readonly Dictionary<IPAddress, uint> _addresses = [];
    private long _lastOrdinal;
    private long _lastNanos;
    private long _lastBeatOrdinal;
    private long _lastBeatNanos;
    private bool _hasSetAside;
    private int _textBytes;

    /// <summary>Probe results in the batch.</summary>
    public int Results => _batch.Probes.Ordinal.Count;

    /// <summary>About how many bytes it has now.</summary>
    public int Bytes => (_batch.Probes.Ordinal.Count * BytesAProbe) + (_batch.Heartbeats.Ordinal.Count * 8) + _textBytes;

    /// <summary>Begins the batch of a round.</summary>
    /// <param name="firstOrdinal">Where the ordinals of the round begin.</param>
    public void Begin(long firstOrdinal)
    {
        _batch.Texts.Clear();
        _batch.Addresses.Clear();
        _batch.Ends.Clear();
        _batch.Rejected.Clear();
        _batch.Declaration = null;
        _texts.Clear();
        _addresses.Clear();
        var probes = _batch.Probes;
        probes.Ordinal.Clear();
        probes.Vantage.Clear();
        probes.Target.Clear();
        probes.Kind.Clear();
        probes.Outcome.Clear();
        probes.Started.Clear();
        probes.Rtt.Clear();
        probes.Address.Clear();
        probes.Detail.Clear();
        var beats = _batch.Heartbeats;
        beats.Ordinal.Clear();
        beats.Vantage.Clear();
        beats.At.Clear();
        beats.SetAside.Clear();
        _lastOrdinal = _lastBeatOrdinal = firstOrdinal;
        _lastNanos = _lastBeatNanos = 0;
        _hasSetAside = false;
        _textBytes = 0;
    }

    /// <summary>Appends a result.</summary>
    /// <param name="ordinal">Its place in what the producer read.</param>
    /// <param name="result">The result.</param>
    /// <param name="setAside">Whether the detection leaves it out.</param>
    public void Append(long ordinal, in ProbeResult result, bool setAside)
    {
        var probes = _batch.Probes;
        probes.Ordinal.Add((uint)(ordinal - _lastOrdinal));
        probes.Vantage.Add(PositionOf(result.Vantage));
        probes.Target.Add(PositionOf(result.Target));
        probes.Kind.Add((uint)result.Kind | ((uint)result.Protocol << 4) | (setAside ? 256u : 0u));
        probes.Outcome.Add((uint)result.Outcome);
        probes.Started.Add(result.StartedAtNanos - _lastNanos);
        probes.Rtt.Add(result.RttMilliseconds ?? double.NaN);
        probes.Address.Add(result.Address is { } address ? PositionOf(address) + 1 : 0);
        probes.Detail.Add(string.IsNullOrEmpty(result.Detail) ? 0 : PositionOf(result.Detail) + 1);
        _lastOrdinal = ordinal;
        _lastNanos = result.StartedAtNanos;
    }

    /// <summary>Appends a heartbeat.</summary>
    public void Append(long ordinal, in VantageHeartbeat heartbeat, bool setAside)
    {
        var beats = _batch.Heartbeats;
        beats.Ordinal.Add((uint)(ordinal - _lastBeatOrdinal));
        beats.Vantage.Add(PositionOf(heartbeat.Vantage));
        beats.At.Add(heartbeat.AtNanos - _lastBeatNanos);
        beats.SetAside.Add(setAside);
        _hasSetAside |= setAside;
        _lastBeatOrdinal = ordinal;
        _lastBeatNanos = heartbeat.AtNanos;
    }

    /// <summary>Appends the end of a file.</summary>
    public void Append(ProbeFileEnd end) => _batch.Ends.Add(end);

    /// <summary>Appends a line that could not be read.</summary>
    public void Append(RejectedInput rejected) => _batch.Rejected.Add(rejected);

    /// <summary>Takes what stands in the first round alone.</summary>
    public void Attach(Declaration? declaration) => _batch.Declaration = declaration;

    /// <summary>The batch as a message.</summary>
    public byte[] Write(BatchHeader header)
    {
        _batch.Header = header;
        if (!_hasSetAside)
        {
            _batch.Heartbeats.SetAside.Clear();
        }

        return _batch.ToByteArray();
    }

    private uint PositionOf(string text)
    {
        if (!_texts.TryGetValue(text, out var position))
        {
            _texts.Add(text, position = (uint)_texts.Count);
            _batch.Texts.Add(text);
            _textBytes += text.Length + 2;
        }

        return position;
    }

    private uint PositionOf(IPAddress address)
    {
        if (!_addresses.TryGetValue(address, out var position))
        {
            _addresses.Add(address, position = (uint)_addresses.Count);
            _batch.Addresses.Add(PackedAddress.Pack(RouteAddress.From(address)));
        }

        return position;
    }
}
