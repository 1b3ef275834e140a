using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using StreamWatch.Engine.Checkpoints;
using Xunit;

namespace StreamWatch.Tests.Engine.Checkpoints;

/// <summary>Whatever the bytes are, reading them ends in the object or in a <see cref="CheckpointException"/>, and takes no more memory than they have.</summary>
public sealed class HostileSnapshotTests
{
    const int HeaderBytes = 40;
    const int FrameHeadBytes = 8;

    readonly StateGraph _graph = new([typeof(StateThings).Assembly], []);

    [Fact]
    public void A_snapshot_that_is_cut_anywhere_is_refused()
    {
        var whole = Written();
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(TryRead(whole[..length], out _));
        }
    }

    [Fact]
    public void A_snapshot_with_a_flipped_bit_anywhere_is_refused()
    {
        var whole = Written();
        for (var at = 0; at < whole.Length; at++)
        {
            var flipped = whole.ToArray();
            flipped[at] ^= (byte)(1 << (at % 8));
            Assert.False(TryRead(flipped, out _));
        }
    }

    [Fact]
    public void Frames_that_change_places_are_refused()
    {
        using var bytes = new MemoryStream();
        _graph.Write(bytes, new StateThings(1) { Words = new ulong[1 << 19] });
        var whole = bytes.ToArray();
        var frames = new List<byte[]>();
        for (var at = HeaderBytes; at < whole.Length;)
        {
            var length = FrameHeadBytes + BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(at));
            frames.Add(whole[at..(at + length)]);
            at += length;
        }

        Assert.True(frames.Count > 3);
        (frames[1], frames[2]) = (frames[2], frames[1]);
        Assert.False(TryRead([.. whole[..HeaderBytes], .. frames.SelectMany(frame => frame)], out _));
    }

    [Fact]
    public void Bytes_that_are_forged_under_a_right_check_sum_take_little_time_and_memory()
    {
        var whole = Written();
        var length = BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(HeaderBytes));
        var payload = whole.AsSpan(HeaderBytes + FrameHeadBytes, length).ToArray();
        var random = new Random(11);
        var before = GC.GetTotalAllocatedBytes();
        var read = 0;
        const int Tries = 2000;
        for (var i = 0; i < Tries; i++)
        {
            var forged = payload.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                forged[random.Next(forged.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            read += TryRead([.. whole[..HeaderBytes], .. Framed(forged)], out _) ? 1 : 0;
        }

        Assert.InRange(read, 1, Tries - 1);
        Assert.InRange((GC.GetTotalAllocatedBytes() - before) / Tries, 0, 4 << 20);
    }

    [Fact]
    public void A_length_that_is_not_there_is_not_believed()
    {
        using var bytes = new MemoryStream();
        _graph.Write(bytes, new ulong[3]);
        var whole = bytes.ToArray();
        var payload = whole.AsSpan(HeaderBytes + FrameHeadBytes, BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(HeaderBytes))).ToArray();
        var at = payload.Length - (3 * sizeof(ulong)) - 1;
        Assert.Equal(3, payload[at]);
        byte[] forged = [.. whole[..HeaderBytes], .. Framed([.. payload[..at], 0xFF, 0xFF, 0xFF, 0xFF, 0x07, .. payload[(at + 1)..]])];
        Assert.False(TryRead(forged, out var why));
        Assert.Contains("2147483647 things", why);
    }

    /// <summary>The law of the frames, done once more.</summary>
    static byte[] Framed(byte[] payload)
    {
        var bytes = new byte[FrameHeadBytes + payload.Length + FrameHeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, payload.Length);
        payload.CopyTo(bytes, FrameHeadBytes);
        var sum = Sum(payload, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(sizeof(int)), sum);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(int)), Sum([], sum));
        return bytes;
    }

    static uint Sum(byte[] bytes, uint before) =>
        ~bytes.Aggregate(BitOperations.Crc32C(~before, (ulong)bytes.Length), BitOperations.Crc32C);

    byte[] Written()
    {
        var things = new StateThings(3)
        {
            ByName = new() { ["x"] = [1, 2], ["y"] = [] },
            ByKey = new() { [new StateKey("a", 1)] = "one" },
            Sorted = new(StringComparer.Ordinal) { ["b"] = 1 },
            Waiting = new([(1, "one")]),
            Triple = (1, "two", [3]),
            BoxedKey = ("in a box", 3),
            Jagged = [[1], [], [2, 3]],
        };
        things.Self = things;
        using var bytes = new MemoryStream();
        _graph.Write(bytes, things);
        return bytes.ToArray();
    }

    bool TryRead(byte[] bytes, [NotNullWhen(false)] out string? why)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            why = null;
            return _graph.Read<object>(stream) is not null;
        }
        catch (CheckpointException e)
        {
            why = e.Message;
            return false;
        }
    }
}
