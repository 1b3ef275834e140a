using Google.Protobuf;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Entities;

/// <summary>Keeps what the buckets of routes tell, until all of them have told all of a step.</summary>
internal sealed class RouteSteps(int buckets)
{
    private readonly Queue<byte[]>[] _parts = [.. Enumerable.Range(0, buckets).Select(_ => new Queue<byte[]>())];
    private readonly int[] _whole = new int[buckets];

    /// <summary>Keeps a part.</summary>
    public void Put(RouteWord part)
    {
        Contract.Require(part.Bucket < _parts.Length && part.Step != RouteWord.Types.Step.Unspecified, "a step is known, and told by a bucket of the run");
        _parts[part.Bucket].Enqueue(part.ToByteArray());
        _whole[part.Bucket] += part.More ? 0 : 1;
    }

    /// <summary>The next step, as the first bucket tells it; null where a bucket has not told it.</summary>
    public (RouteWord.Types.Step Step, long Bin)? Peek()
    {
        if (!Array.TrueForAll(_whole, steps => steps > 0))
        {
            return null;
        }

        var head = RouteWord.Parser.ParseFrom(_parts[0].Peek());
        return (head.Step, head.Bin);
    }

    /// <summary>Takes the next step out: all parts of all buckets, each in order; the first has what all tell alike.</summary>
    /// <exception cref="InvalidOperationException">The buckets do not tell the same steps: they are not of one run.</exception>
    public IReadOnlyList<RouteWord> Take()
    {
        var words = new List<RouteWord>();
        for (var bucket = 0; bucket < _parts.Length; bucket++)
        {
            RouteWord part;
            do
            {
                part = RouteWord.Parser.ParseFrom(_parts[bucket].Dequeue());
                words.Add(part);
            }
            while (part.More);

            _whole[bucket]--;
            if ((part.Step, part.Bin, part.Until) != (words[0].Step, words[0].Bin, words[0].Until))
            {
                throw new InvalidOperationException(
                    $"bucket {bucket} tells {part.Step} of bins {part.Bin} to {part.Until}, and bucket 0 {words[0].Step} of bins {words[0].Bin} to {words[0].Until}: their states are not of one run");
            }
        }

        return words;
    }
}
