using Google.Protobuf;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Entities;

/// <summary>Keeps what the buckets of routes tell, until all of them have told all of a step.</summary>
internal sealed class RouteSteps(int buckets)
{
    private readonly Queue<byte[]>[] _parts = [.. Enumerable.Range(0, buckets).Select(_ => new Queue<byte[]>())];
    private readonly Queue<(BinStep.Types.Kind Step, long Bin, long Until)>[] _whole =
        [.. Enumerable.Range(0, buckets).Select(_ => new Queue<(BinStep.Types.Kind, long, long)>())];

    /// <summary>Keeps a part.</summary>
    public void Put(TableUpdate part)
    {
        Contract.Require(part.Bucket < _parts.Length && part.Step != BinStep.Types.Kind.Unspecified, "a step is known, and told by a bucket of the run");
        _parts[part.Bucket].Enqueue(part.ToByteArray());
        if (!part.More)
        {
            _whole[part.Bucket].Enqueue((part.Step, part.Bin, part.Until));
        }
    }

    /// <summary>The next step, as the first bucket tells it; null where a bucket has not told it.</summary>
    public (BinStep.Types.Kind Step, long Bin)? Peek() =>
        Array.TrueForAll(_whole, steps => steps.Count > 0) && _whole[0].TryPeek(out var step) ? (step.Step, step.Bin) : null;

    /// <summary>Takes the next step out: all parts of all buckets, each in order; the first has what all tell alike.</summary>
    /// <exception cref="InvalidOperationException">The buckets do not tell the same steps: they are not of one run.</exception>
    public IReadOnlyList<TableUpdate> Take()
    {
        var updates = new List<TableUpdate>();
        var first = _whole[0].Peek();
        for (var bucket = 0; bucket < _parts.Length; bucket++)
        {
            var step = _whole[bucket].Dequeue();
            if (step != first)
            {
                throw new InvalidOperationException(
                    $"bucket {bucket} tells {step.Step} of bins {step.Bin} to {step.Until}, and bucket 0 {first.Step} of bins {first.Bin} to {first.Until}: their states are not of one run");
            }

            do
            {
                updates.Add(TableUpdate.Parser.ParseFrom(_parts[bucket].Dequeue()));
            }
            while (updates[^1].More);
        }

        return updates;
    }
}
