using Google.Protobuf;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Visibility;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Results;

/// <summary>
/// Numbers what the detection finds and hands it over in batches. Rows that are known to be published are counted and left out: the same run gives the same
/// rows under the same numbers. Not thread-safe.
/// </summary>
/// <param name="head">What every batch of the run says: version, run, widths.</param>
/// <param name="published">Rows that are known to be published.</param>
/// <param name="publish">Takes a batch; may wait.</param>
public sealed class ResultBatcher(ResultBatch head, ResultNumbers published, Action<byte[]> publish) : IOutageSink
{
    private const int RowsInBatch = 1000;

    private readonly ResultBatch _batch = head.Clone();
    private readonly HashSet<string> _open = [];

    /// <summary>What every batch of a run says.</summary>
    public static ResultBatch HeadOf(string runId, DetectionOptions detection, ProbingOptions probing) => new()
    {
        Version = Contract.Version,
        RunId = runId,
        AsnBinSeconds = (uint)(detection.AsnBin.Ticks / TimeSpan.TicksPerSecond),
        TargetBinSeconds = (uint)(probing.TargetBin.Ticks / TimeSpan.TicksPerSecond),
        CloseBins = (uint)detection.CloseBins,
    };

    /// <summary>Rows given so far, published or not.</summary>
    public ResultNumbers Given { get; private set; }

    /// <summary>Outages that are open.</summary>
    public int Open => _open.Count;

    /// <summary>Their ids.</summary>
    public IReadOnlyCollection<string> OpenIds => _open;

    /// <inheritdoc/>
    public void Bins(in AsnBin bins)
    {
        if (Given.AsnBins >= published.AsnBins)
        {
            _batch.AsnBins.Add(ResultCodec.Of(bins));
        }

        Given = Given with { AsnBins = Given.AsnBins + 1 };
        FlushWhenFull();
    }

    /// <inheritdoc/>
    public void TargetBin(in TargetBinRecord record)
    {
        if (Given.TargetBins >= published.TargetBins)
        {
            _batch.TargetBins.Add(ResultCodec.Of(record));
        }

        Given = Given with { TargetBins = Given.TargetBins + 1 };
        FlushWhenFull();
    }

    /// <inheritdoc/>
    public void Outage(OutageRevision revision)
    {
        if (Given.Outages >= published.Outages)
        {
            _batch.Outages.Add(ResultCodec.Of(revision));
        }

        Given = Given with { Outages = Given.Outages + 1 };
        if (revision.State == OutageState.Open)
        {
            _open.Add(revision.Id);
        }
        else
        {
            _open.Remove(revision.Id);
        }

        FlushWhenFull();
    }

    /// <summary>Goes on where another left off that had handed everything over.</summary>
    /// <param name="given">Rows that it gave.</param>
    /// <param name="open">Outages that were open.</param>
    public void GoOn(ResultNumbers given, IEnumerable<string> open)
    {
        Given = given;
        _open.Clear();
        _open.UnionWith(open);
    }

    /// <summary>Hands over what waits.</summary>
    /// <param name="isLast">Whether the run has ended; then something is handed over in any case.</param>
    public void Flush(bool isLast = false)
    {
        if (_batch.AsnBins.Count + _batch.TargetBins.Count + _batch.Outages.Count == 0 && !isLast)
        {
            return;
        }

        _batch.FirstAsnBin = (ulong)(Given.AsnBins - _batch.AsnBins.Count);
        _batch.FirstTargetBin = (ulong)(Given.TargetBins - _batch.TargetBins.Count);
        _batch.FirstOutage = (ulong)(Given.Outages - _batch.Outages.Count);
        _batch.IsLast = isLast;
        publish(_batch.ToByteArray());
        _batch.AsnBins.Clear();
        _batch.TargetBins.Clear();
        _batch.Outages.Clear();
    }

    private void FlushWhenFull()
    {
        if (_batch.AsnBins.Count + _batch.TargetBins.Count + _batch.Outages.Count >= RowsInBatch)
        {
            Flush();
        }
    }
}
