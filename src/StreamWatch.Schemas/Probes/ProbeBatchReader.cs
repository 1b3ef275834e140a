using System.Net;
using StreamWatch.Domain.Probing;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Probes;

/// <summary>Reads a batch of probe results. Checked as a whole before anything is given out. Not thread-safe.</summary>
public sealed class ProbeBatchReader
{
    private readonly IPAddress[] _addresses;

    /// <summary>Reads and checks a message.</summary>
    /// <param name="bytes">The message.</param>
    /// <param name="partition">The partition that it was read from.</param>
    /// <exception cref="ContractException">It is not what the contract says.</exception>
    public ProbeBatchReader(ReadOnlySpan<byte> bytes, int partition)
    {
        Batch = Contract.Parse(ProbeBatch.Parser, bytes);
        Contract.Check(Batch.Header, partition, header => header.ProbePartitions);
        _addresses = [.. Batch.Addresses.Select(address => PackedAddress.Unpack(address.Span).ToIPAddress())];
        Check();
    }

    /// <summary>The message.</summary>
    public ProbeBatch Batch { get; }

    public BatchHeader Header => Batch.Header;

    /// <summary>The results, in the order in which they were read.</summary>
    public IEnumerable<(long Ordinal, ProbeResult Result, bool SetAside)> Results()
    {
        if (Batch.Probes is not { } probes)
        {
            yield break;
        }

        var ordinal = (long)Header.FirstOrdinal;
        var nanos = 0L;
        for (var i = 0; i < probes.Ordinal.Count; i++)
        {
            ordinal += probes.Ordinal[i];
            nanos += probes.Started[i];
            yield return (
                ordinal,
                new ProbeResult
                {
                    Vantage = Batch.Texts[(int)probes.Vantage[i]],
                    Target = Batch.Texts[(int)probes.Target[i]],
                    Kind = (TargetKind)(probes.Kind[i] & 15),
                    Protocol = (ProbeProtocol)(probes.Kind[i] >> 4 & 15),
                    Address = probes.Address[i] is > 0 and var address ? _addresses[address - 1] : null,
                    StartedAtNanos = nanos,
                    RttMilliseconds = double.IsNaN(probes.Rtt[i]) ? null : probes.Rtt[i],
                    Outcome = (ProbeOutcome)probes.Outcome[i],
                    Detail = probes.Detail[i] is > 0 and var detail ? Batch.Texts[(int)detail - 1] : null,
                },
                (probes.Kind[i] & 256) != 0);
        }
    }

    /// <summary>The heartbeats, in the order in which they were read.</summary>
    public IEnumerable<(long Ordinal, VantageHeartbeat Heartbeat, bool SetAside)> Heartbeats()
    {
        if (Batch.Heartbeats is not { } beats)
        {
            yield break;
        }

        var ordinal = (long)Header.FirstOrdinal;
        var nanos = 0L;
        for (var i = 0; i < beats.Ordinal.Count; i++)
        {
            ordinal += beats.Ordinal[i];
            nanos += beats.At[i];
            yield return (ordinal, new VantageHeartbeat(Batch.Texts[(int)beats.Vantage[i]], nanos), beats.SetAside.Count > 0 && beats.SetAside[i]);
        }
    }

    private void Check()
    {
        var probes = Batch.Probes ?? new ProbeColumns();
        var rows = probes.Ordinal.Count;
        Contract.Require(
            probes.Vantage.Count == rows && probes.Target.Count == rows && probes.Kind.Count == rows && probes.Outcome.Count == rows && probes.Started.Count == rows
            && probes.Rtt.Count == rows && probes.Address.Count == rows && probes.Detail.Count == rows,
            "the columns of probes are equally long");
        for (var i = 0; i < rows; i++)
        {
            Contract.Require(
                probes.Vantage[i] < Batch.Texts.Count && probes.Target[i] < Batch.Texts.Count && probes.Detail[i] <= Batch.Texts.Count && probes.Address[i] <= _addresses.Length,
                "names, details and addresses are among those of the batch");
            Contract.Require(
                probes.Kind[i] < 512 && Enum.IsDefined((TargetKind)(probes.Kind[i] & 15)) && Enum.IsDefined((ProbeProtocol)(probes.Kind[i] >> 4 & 15))
                && probes.Outcome[i] <= byte.MaxValue && Enum.IsDefined((ProbeOutcome)probes.Outcome[i]),
                "kinds, protocols and outcomes are known");
        }

        var beats = Batch.Heartbeats ?? new HeartbeatColumns();
        Contract.Require(
            beats.Vantage.Count == beats.Ordinal.Count && beats.At.Count == beats.Ordinal.Count && (beats.SetAside.Count == beats.Ordinal.Count || beats.SetAside.Count == 0),
            "the columns of heartbeats are equally long");
        Contract.Require(beats.Vantage.All(vantage => vantage < Batch.Texts.Count), "names are among those of the batch");
    }
}
