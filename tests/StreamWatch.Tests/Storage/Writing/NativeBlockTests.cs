using System.Text;
using StreamWatch.Domain.Routing;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.Tests.Storage.Writing;

public sealed class NativeBlockTests
{
    [Fact]
    public async Task A_block_is_columns_with_name_type_and_values_and_leaves_out_what_holds_only_defaults()
    {
        using var block = new PeerStateBlock { Collector = "c" };
        block.Append(new PeerStateRow { ReceivedAtMicroseconds = 1, PeerAsn = 2, PeerAddress = RouteAddress.IPv4(0x01020304), OldState = PeerState.Unknown, NewState = PeerState.Idle });
        block.Stamp(5, 0);

        using var expected = new MemoryStream();
        expected.Write([6, 1]);
        Column(expected, "received_at", "DateTime64(6, 'UTC')", [1, 0, 0, 0, 0, 0, 0, 0]);
        Column(expected, "collector", "String", [1, (byte)'c']);
        Column(expected, "peer_asn", "UInt32", [2, 0, 0, 0]);
        Column(expected, "peer_address", "IPv6", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 1, 2, 3, 4]);
        Column(expected, "new_state", "UInt8", [1]);
        Column(expected, "source_id", "UInt32", [5, 0, 0, 0]);
        Assert.Equal(expected.ToArray(), await BytesAsync(block));
        Assert.Equal(expected.Length, block.Length);
        Assert.Equal("INSERT INTO db.peer_states (received_at, collector, peer_asn, peer_address, new_state, source_id) FORMAT Native", block.InsertSql("db"));
    }

    [Fact]
    public async Task Arrays_carry_their_ends_and_numbers_from_the_wire_are_turned()
    {
        using var block = new ElemBlock();
        for (var i = 0; i < 2; i++)
        {
            block.Append(Row() with { Communities = [0, 1, 0, 2, 0, 3, 0, 4], LargeCommunities = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3] });
        }

        var bytes = await BytesAsync(block);
        Assert.True(Holds(bytes, [2, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 4, 0, 3, 0, 2, 0, 1, 0, 4, 0, 3, 0]));
        Assert.True(Holds(bytes, [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0]));
    }

    [Fact]
    public async Task A_cleared_block_is_as_a_new_one()
    {
        using var used = new ElemBlock { Collector = "x" };
        used.Append(Row() with { Med = 5, AsPath = "1 2"u8, OriginAsns = [2] });
        used.Stamp(1, 1);
        used.Clear();
        using var fresh = new ElemBlock { Collector = "x" };
        foreach (var block in new[] { used, fresh })
        {
            block.Append(Row());
            block.Stamp(2, 3);
        }

        Assert.Equal(await BytesAsync(fresh), await BytesAsync(used));
    }

    [Fact]
    public void Once_grown_a_block_takes_rows_without_allocating()
    {
        using var block = new ElemBlock { Collector = "rrc00" };
        Fill(block, 3000);
        block.Clear();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(block, 3000);

        // The runtime may allocate a little of its own while it recompiles; a byte a row would already be the block's.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2999);
    }

    [Fact]
    public void Peer_states_and_runs_of_bins_across_an_hour_are_refused()
    {
        using var elems = new ElemBlock();
        Assert.Throws<ArgumentOutOfRangeException>(() => elems.Append(Row() with { Type = ElemType.PeerState }));
        using var bins = new AsnBinBlock();
        var row = new AsnBinRow
        {
            BinStart = 3300, BinSeconds = 300, Bins = 1, Asn = 1, Family = AddressFamily.IPv4, Basis = StoredBasis.Rib, State = StoredBinState.Normal, Visibility = 1,
        };
        bins.Append(row);
        Assert.Throws<ArgumentOutOfRangeException>(() => bins.Append(row with { Bins = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => bins.Append(row with { Bins = 0 }));
        Assert.Equal((0, 1), (elems.Rows, bins.Rows));
    }

    static ElemRow Row() => new()
    {
        ReceivedAtMicroseconds = 1, PeerAsn = 1, PeerAddress = RouteAddress.IPv4(1), Type = ElemType.Announcement, Prefix = Prefix.IPv4(0x0A000000, 8),
    };

    static void Fill(ElemBlock block, int rows)
    {
        ReadOnlySpan<uint> origins = [3, 4];
        for (var i = 0; i < rows; i++)
        {
            block.Append(Row() with { AsPath = "1 2 {3,4}"u8, OriginAsns = origins, Communities = [0, 1, 0, 2], ExtendedCommunities = [1, 2, 3, 4, 5, 6, 7, 8] });
        }

        block.Stamp(1, 2);
    }

    static async Task<byte[]> BytesAsync(NativeBlock block)
    {
        using var stream = new MemoryStream();
        await block.WriteToAsync(stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    static void Column(MemoryStream stream, string name, string type, byte[] values)
    {
        foreach (var text in new[] { name, type })
        {
            stream.WriteByte((byte)text.Length);
            stream.Write(Encoding.ASCII.GetBytes(text));
        }

        stream.Write(values);
    }

    static bool Holds(byte[] bytes, byte[] piece) => bytes.AsSpan().IndexOf(piece) >= 0;
}
