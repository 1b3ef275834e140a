using System.Buffers.Binary;
using Google.Protobuf;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Visibility;
using StreamWatch.Schemas.Batches;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Topology.Entities;

/// <summary>The views that may be asked, as the contracts carry them.</summary>
internal static class UsableViewCodec
{
    private const int MostBytes = 65_536;

    public static UsableView Of(UsableViews usable)
    {
        var words = usable.Mask.Words;
        var bytes = new byte[words.Length * sizeof(ulong)];
        for (var word = 0; word < words.Length; word++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(word * sizeof(ulong)), words[word]);
        }

        return new UsableView { Views = ByteString.CopyFrom(bytes), FromRib = usable.Basis == Basis.Rib, ViewsNeeded = (uint)usable.ViewsNeeded };
    }

    /// <exception cref="ContractException">It is no set of views.</exception>
    public static void Read(UsableView? message, UsableViews usable)
    {
        Contract.Require(message is { Views.Length: <= MostBytes } && message.Views.Length % sizeof(ulong) == 0, "the views that may be asked are whole words");
        var words = new ulong[message!.Views.Length / sizeof(ulong)];
        for (var word = 0; word < words.Length; word++)
        {
            words[word] = BinaryPrimitives.ReadUInt64LittleEndian(message.Views.Span[(word * sizeof(ulong))..]);
        }

        usable.Set(words, message.FromRib ? Basis.Rib : Basis.Learned, (int)Math.Min(message.ViewsNeeded, int.MaxValue));
    }
}
