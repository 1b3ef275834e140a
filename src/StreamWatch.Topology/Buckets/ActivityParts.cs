using Google.Protobuf;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Buckets;

/// <summary>
/// Cuts what is said of bins before they are applied into parts that a broker takes: a bucket that waited long says much at once. It is cut between bins, and
/// within a bin that alone is larger than a part.
/// </summary>
internal static class ActivityParts
{
    /// <summary>Bytes of tag and length of a message in another, at most.</summary>
    private const int HeadBytes = 5;

    /// <summary>
    /// The word in parts of about so many bytes at most. Each is a word by itself, after which the bins before the next part's are complete: where a bin is cut,
    /// the part that begins it does not say that it is.
    /// </summary>
    public static IEnumerable<BucketActivity> Of(BucketActivity activity, int bytes)
    {
        var part = new BucketActivity();
        var left = bytes;
        var upTo = activity.UpToBin;
        foreach (var piece in activity.Bins.SelectMany(bin => Pieces(bin, bytes)))
        {
            var size = piece.CalculateSize() + HeadBytes;
            if (size > left && part.Bins.Count > 0)
            {
                part.UpToBin = piece.Bin;
                upTo = Math.Max(upTo, piece.Bin);
                yield return part;
                (part, left) = (new BucketActivity(), bytes);
            }

            part.Bins.Add(piece);
            left -= size;
        }

        part.UpToBin = upTo;
        part.HasEnded = activity.HasEnded;
        yield return part;
    }

    /// <summary>The steps in parts of about so many bytes at most; where a step is cut, the part that begins it says that more of it follows.</summary>
    public static IEnumerable<NextSteps> Of(NextSteps next, int bytes)
    {
        var part = new NextSteps();
        var left = bytes;
        foreach (var step in next.Steps)
        {
            var isFirst = true;
            foreach (var piece in Pieces(step, bytes))
            {
                var size = piece.CalculateSize() + HeadBytes;
                if ((size > left || !isFirst) && part.Steps.Count > 0)
                {
                    part.More = !isFirst;
                    yield return part;
                    (part, left) = (new NextSteps(), bytes);
                }

                part.Steps.Add(piece);
                left -= size;
                isFirst = false;
            }
        }

        yield return part;
    }

    private static IEnumerable<BinStep> Pieces(BinStep step, int bytes)
    {
        var content = new BinActivity { Views = { step.Views }, Slots = { step.Slots }, Loads = { step.Loads } };
        foreach (var piece in Pieces(content, bytes))
        {
            yield return new BinStep
            {
                Kind = step.Kind,
                Bin = step.Bin,
                Until = step.Until,
                Gap = step.Gap,
                Views = { piece.Views },
                Slots = { piece.Slots },
                Loads = { piece.Loads },
            };
        }
    }

    private static IEnumerable<BinActivity> Pieces(BinActivity bin, int bytes)
    {
        var piece = new BinActivity { Bin = bin.Bin };
        var left = bytes;
        foreach (var item in bin.Views.Concat<IMessage>(bin.Slots).Concat(bin.Loads))
        {
            var size = item.CalculateSize() + HeadBytes;
            if (size > left && left < bytes)
            {
                yield return piece;
                (piece, left) = (new BinActivity { Bin = bin.Bin }, bytes);
            }

            left -= size;
            switch (item)
            {
                case View view:
                    piece.Views.Add(view);
                    break;
                case CollectorSlot slot:
                    piece.Slots.Add(slot);
                    break;
                case RibLoad load:
                    piece.Loads.Add(load);
                    break;
                default:
                    throw new InvalidOperationException($"a bin has no {item.Descriptor.Name}");
            }
        }

        yield return piece;
    }
}
