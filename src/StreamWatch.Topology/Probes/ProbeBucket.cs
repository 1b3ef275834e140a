using Google.Protobuf;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;
using StreamWatch.Schemas.Probes;
using StreamWatch.Topology.Entities;
using StreamWatch.Topology.Producers;
using StreamWatch.Topology.Tasks;

namespace StreamWatch.Topology.Probes;

/// <summary>
/// A bucket of targets: tells each partition of the entities the results of its targets, and all of them what tells whether the vantage points are healthy.
/// </summary>
internal sealed class ProbeBucket
{
    private readonly TaskOptions _options;
    private readonly int _bucket;
    private readonly ITaskOutput _output;
    private readonly EntityShares _shares;
    private readonly ProducerClock _clock;
    private readonly Dictionary<string, TimeSpan> _intervals;
    private readonly HashSet<string> _going = new(StringComparer.Ordinal);
    private readonly ResultRhythm _rhythm = new();
    private readonly SortedDictionary<string, VantageTrack> _vantages = new(StringComparer.Ordinal);
    private readonly NoticeBook _notices = new();
    private long _results;

    public ProbeBucket(TaskOptions options, EntityShares shares, int bucket, ITaskOutput output)
    {
        _options = options;
        _bucket = bucket;
        _output = output;
        _shares = shares;
        _clock = new ProducerClock(options.Producers, 1, !options.EventTime, options.Probing.IdleAfter.Ticks / TimeSpan.TicksPerMicrosecond);
        _intervals = options.Watch.Targets.Where(target => target.Probe is not null).ToDictionary(target => target.Name, target => target.Probe!.Interval, StringComparer.Ordinal);
    }

    /// <summary>Whether nothing is on its way: every producer that was heard here has ended. Those that do not publish here are not known.</summary>
    public bool HasEnded => _going.Count == 0;

    /// <summary>What it has taken and left out.</summary>
    public TaskCounts Counts => _clock.Counts with { ProbeResults = _results };

    /// <summary>Takes a batch of probe results.</summary>
    public void Take(ReadOnlySpan<byte> message)
    {
        var batch = new ProbeBatchReader(message, _bucket);
        var header = batch.Header;
        Contract.Require(header.ProbePartitions == _options.ProbePartitions, $"made for {header.ProbePartitions} partitions, and the run has {_options.ProbePartitions}");
        if (!_clock.Take(0, header))
        {
            return;
        }

        var share = new ProbeShare { Bucket = (uint)_bucket };
        var writers = Spread(batch);
        EndBins(header, share);
        foreach (var (name, vantage) in _vantages)
        {
            foreach (var at in vantage.Newest.Values)
            {
                share.Heard.Add(new VantageHeard { Vantage = name, AtNanos = at });
            }

            vantage.Newest.Clear();
        }

        for (var partition = 0; partition < writers.Length; partition++)
        {
            share.Batch = ByteString.CopyFrom(writers[partition].Write(header));
            _output.Send(TaskTopic.Entities, partition, new EntityMessage { Probes = share }.ToByteArray());
        }

        Notify(header);
    }

    private ProbeBatchWriter[] Spread(ProbeBatchReader batch)
    {
        ProbeBatchWriter[] writers = [.. Enumerable.Range(0, _options.EntityPartitions).Select(_ => new ProbeBatchWriter())];
        foreach (var writer in writers)
        {
            writer.Begin((long)batch.Header.FirstOrdinal);
        }

        foreach (var (ordinal, result, setAside) in batch.Results())
        {
            _results++;
            if (setAside)
            {
                continue;
            }

            if (_shares.IsControl(result.Target))
            {
                foreach (var writer in writers)
                {
                    writer.Append(ordinal, result, setAside);
                }
            }
            else
            {
                writers[_shares.OfTarget(result.Target)].Append(ordinal, result, setAside);
            }

            Hear(batch.Header.Producer, result);
        }

        foreach (var (ordinal, heartbeat, setAside) in batch.Heartbeats())
        {
            foreach (var writer in writers)
            {
                writer.Append(ordinal, heartbeat, setAside);
            }
        }

        return writers;
    }

    private void Hear(string producer, in ProbeResult result)
    {
        if (!_vantages.TryGetValue(result.Vantage, out var vantage))
        {
            _vantages.Add(result.Vantage, vantage = new VantageTrack(_vantages.Count));
        }

        vantage.Producer = producer;
        var bin = Math.DivRem(result.StartedAtNanos, _options.Probing.BinNanos).Quotient;
        vantage.Newest[bin] = Math.Max(vantage.Newest.GetValueOrDefault(bin, long.MinValue), result.StartedAtNanos);
        if (result.Class != OutcomeClass.NotTheTargets)
        {
            if (!vantage.Waiting.TryGetValue(bin, out var waiting))
            {
                vantage.Waiting.Add(bin, waiting = []);
            }

            waiting.Add((result.StartedAtNanos, result.Target));
        }
    }

    /// <summary>What was learned in bins that are over holds from the next on.</summary>
    private void EndBins(BatchHeader header, ProbeShare share)
    {
        var now = header.IsLast ? long.MaxValue : Math.DivRem(Math.Clamp(header.ReachedMicros, 0, long.MaxValue / 1000) * 1000, _options.Probing.BinNanos).Quotient;
        foreach (var (name, vantage) in _vantages)
        {
            if (vantage.Producer != header.Producer)
            {
                continue;
            }

            foreach (var (bin, waiting) in vantage.Waiting.TakeWhile(pair => pair.Key < now).ToList())
            {
                waiting.Sort((one, other) => one.AtNanos.CompareTo(other.AtNanos));
                foreach (var (at, target) in waiting)
                {
                    _rhythm.See(vantage.Number, target, _intervals.GetValueOrDefault(target, ProbeSetting.DefaultInterval), at);
                }

                vantage.Waiting.Remove(bin);
                share.Rhythms.Add(new VantageRhythm { Vantage = name, FromBin = bin + 1, EveryNanos = _rhythm.Every(vantage.Number) });
            }
        }
    }

    /// <summary>The first bucket tells the buckets of routes how far a producer is that they do not hear themselves.</summary>
    private void Notify(BatchHeader header)
    {
        _clock.Move();
        if (header.IsLast)
        {
            _going.Remove(header.Producer);
        }
        else
        {
            _going.Add(header.Producer);
        }

        if (_bucket != 0 || header.RoutePartitions > 0)
        {
            return;
        }

        var notice = _clock.NoticeOf(header.Producer);
        if (_notices.IsDue(notice))
        {
            var bytes = new BucketMessage { Notice = notice }.ToByteArray();
            for (var partition = 0; partition < _options.RoutePartitions; partition++)
            {
                _output.Send(TaskTopic.Exchange, partition, bytes);
            }
        }
    }

    /// <summary>What is known of a vantage point by its results.</summary>
    private sealed class VantageTrack(int number)
    {
        public int Number { get; } = number;

        /// <summary>Who publishes its results.</summary>
        public string Producer { get; set; } = "";

        /// <summary>Its newest result in each bin that is to be told.</summary>
        public SortedDictionary<long, long> Newest { get; } = [];

        /// <summary>Results of bins that are not over, by bin.</summary>
        public SortedDictionary<long, List<(long AtNanos, string Target)>> Waiting { get; } = [];
    }
}
