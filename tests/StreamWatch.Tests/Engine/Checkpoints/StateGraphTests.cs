using System.Net;
using StreamWatch.Domain.Routing;
using StreamWatch.Engine.Checkpoints;
using Xunit;

namespace StreamWatch.Tests.Engine.Checkpoints;

/// <summary>What is written is read back as it was, or refused with the place and the reason.</summary>
public sealed class StateGraphTests
{
    [Fact]
    public void Everything_comes_back_as_it_was()
    {
        using var outside = new MemoryStream();
        var list = new List<int> { 7 };
        var key = new StateKey("k", 1);
        var things = new StateThings(21)
        {
            Words = [.. Enumerable.Range(0, 300_000).Select(i => (ulong)i * 0x9E3779B97F4A7C15)],
            Numbers = [1, 2, 3],
            Events = [new RouteEvent { ReceivedAtMicros = 5, View = 2, Kind = RouteEventKind.Announcement, Prefix = Prefix.Parse("10.0.0.0/8"), OriginSet = [1, 2] }],
            Names = ["a", .. new[] { "b" }],
            ByName = new() { ["x"] = list, ["y"] = [] },
            ByKey = new() { [new StateKey("a", 1)] = "one", [key] = "two" },
            ByObject = new(ReferenceEqualityComparer.Instance) { [key] = 4 },
            Sorted = new(StringComparer.Ordinal) { ["b"] = 1, ["B"] = 2, ["a"] = 3 },
            Tupled = new() { [(2, "b")] = null, [(1, "c")] = 9 },
            SortedNames = new(StringComparer.OrdinalIgnoreCase) { "B", "a" },
            Addresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("fe80::1%3")],
            Waiting = new([(1, "one"), (2, null)]),
            Spare = new([list, [8]]),
            History = new([1.5, double.NaN]),
            Triple = (1, "two", [3]),
            Known = 5,
            Wide = UInt128.MaxValue - 1,
            Signed = Int128.MinValue,
            Kind = RouteEventKind.RibEnd,
            At = new DateTime(2022, 1, 26, 1, 2, 3, DateTimeKind.Utc),
            Boxed = 17L,
            BoxedKey = ("in a box", 3),
            Order = StringComparer.Ordinal,
            Outside = outside,
            Jagged = [[1], [], [2, 3]],
        };
        things.Self = things;

        var graph = Graph(("outside", outside));
        using var bytes = new MemoryStream();
        bytes.Write("before"u8);
        graph.Write(bytes, things);
        bytes.Write("behind"u8);
        bytes.Position = 6;
        var read = Graph(("outside", outside)).Read<StateThings>(bytes);

        Assert.Equal(bytes.Length - 6, bytes.Position);
        Assert.Equal((21, 42, "ä\ud800", null), (read.Captured, read.Hidden, read.Name, read.Nothing));
        Assert.Same(read, read.Self);
        Assert.Equal(things.Words, read.Words);
        Assert.Equal(things.Numbers, read.Numbers);
        Assert.Equal(things.Events[0] with { OriginSet = null }, read.Events[0] with { OriginSet = null });
        Assert.Equal([1U, 2U], read.Events[0].OriginSet!);
        Assert.Equal(things.Names, read.Names);
        Assert.Equal([7], read.ByName["x"]);
        Assert.Equal("one", read.ByKey[new StateKey("a", 1)]);
        var readKey = read.ByKey.Keys.Single(found => found.Name == "k");
        Assert.Equal(4, read.ByObject[readKey]);
        Assert.False(read.ByObject.ContainsKey(readKey with { }));
        Assert.Equal(["B", "a", "b"], read.Sorted.Keys);
        Assert.Equal([(1, "c"), (2, "b")], read.Tupled.Keys);
        Assert.Equal([9L, null], read.Tupled.Values);
        Assert.Contains("A", read.SortedNames);
        Assert.Contains(IPAddress.Parse("fe80::1%3"), read.Addresses);
        Assert.Equal([(1L, "one"), (2L, null)], read.Waiting);
        Assert.Equal([8], read.Spare.Pop());
        Assert.Same(read.ByName["x"], read.Spare.Pop());
        Assert.Equal(things.History, read.History);
        Assert.Equal((1, "two", 3UL), (read.Triple!.Value.A, read.Triple.Value.B, read.Triple.Value.C[0]));
        Assert.Equal((5, null), (read.Known, read.Unknown));
        Assert.Equal((things.Wide, things.Signed, things.Kind, things.At, things.At.Kind), (read.Wide, read.Signed, read.Kind, read.At, read.At.Kind));
        Assert.Equal(17L, read.Boxed);
        Assert.Equal(("in a box", 3), read.BoxedKey);
        Assert.Same(StringComparer.Ordinal, read.Order);
        Assert.Same(outside, read.Outside);
        Assert.Equal(things.Jagged, read.Jagged);
    }

    [Fact]
    public void A_collection_that_was_read_takes_more()
    {
        var read = Again(new StateThings(1) { ByName = new() { ["a"] = [] }, Sorted = new(StringComparer.Ordinal) { ["a"] = 1 }, Numbers = [1] });
        read.ByName.Add("b", []);
        read.Sorted.Add("A", 2);
        read.Numbers.Add(2);
        Assert.Equal(["a", "b"], read.ByName.Keys);
        Assert.Equal(["A", "a"], read.Sorted.Keys);
        Assert.Equal([1, 2], read.Numbers);
    }

    [Fact]
    public void A_long_chain_of_objects_needs_no_stack()
    {
        var first = new StateThings(0);
        var last = first;
        for (var i = 1; i < 5_000; i++)
        {
            last = last.Self = new StateThings(i);
        }

        var length = 1;
        for (var at = Again(first); at.Self is { } next; at = next)
        {
            length++;
        }

        Assert.Equal(5_000, length);
    }

    [Fact]
    public void A_delegate_is_refused_with_the_path_to_it()
    {
        var things = new StateThings(1) { Self = new StateThings(2) { Told = () => 3 } };
        Assert.StartsWith("StateThings.Self.Told cannot be written to a snapshot", Refusal(things));
    }

    [Fact]
    public void A_lookup_is_refused_with_the_path_to_it() =>
        Assert.Contains("StateThings.Looked cannot", Refusal(new StateThings(1) { Looked = Enumerable.Range(1, 1).ToLookup(i => i) }));

    [Fact]
    public void A_comparer_of_ones_own_is_refused() =>
        Assert.Contains("StateThings.Sorted cannot", Refusal(new StateThings(1) { Sorted = new(Comparer<string>.Create((a, b) => b.Length - a.Length)) }));

    [Fact]
    public void What_is_neither_ours_nor_known_is_refused()
    {
        using var stream = new MemoryStream();
        Assert.Contains("StateThings.Outside cannot", Refusal(new StateThings(1) { Outside = stream }));
    }

    [Fact]
    public void What_was_outside_has_to_be_given_again()
    {
        using var outside = new MemoryStream();
        using var bytes = new MemoryStream();
        Graph(("sink", outside)).Write(bytes, new StateThings(1) { Outside = outside });
        bytes.Position = 0;
        Assert.Contains("\"sink\"", Assert.Throws<CheckpointException>(() => Graph().Read<StateThings>(bytes)).Message);
    }

    [Fact]
    public void A_snapshot_of_other_code_is_refused()
    {
        using var bytes = new MemoryStream();
        new StateGraph([typeof(StateThings).Assembly, typeof(FactAttribute).Assembly], []).Write(bytes, new StateThings(1));
        bytes.Position = 0;
        Assert.Contains("another build", Assert.Throws<CheckpointException>(() => Graph().Read<StateThings>(bytes)).Message);
    }

    [Fact]
    public void A_snapshot_of_something_else_is_refused()
    {
        using var bytes = new MemoryStream();
        Graph().Write(bytes, new List<int> { 1 });
        bytes.Position = 0;
        Assert.Throws<CheckpointException>(() => Graph().Read<StateThings>(bytes));
    }

    static StateGraph Graph(params (string Name, object External)[] externals) =>
        new([typeof(StateThings).Assembly], externals.Select(external => KeyValuePair.Create(external.Name, external.External)));

    static StateThings Again(StateThings things)
    {
        using var bytes = new MemoryStream();
        Graph().Write(bytes, things);
        bytes.Position = 0;
        return Graph().Read<StateThings>(bytes);
    }

    static string Refusal(StateThings things)
    {
        using var bytes = new MemoryStream();
        return Assert.Throws<CheckpointException>(() => Graph().Write(bytes, things)).Message;
    }
}
