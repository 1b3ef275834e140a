using System.Buffers;
using System.Net;
using FsCheck.Fluent;
using StreamWatch.Bgp.Mrt.Writing;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;
using StreamWatch.Tests.Bgp.Mrt.Writing;
using Xunit;

namespace StreamWatch.IntegrationTests.Bgp;

/// <summary>The real bgpdump reads what our writer writes, without complaint and as it was meant. Hundreds of values go into one file.</summary>
public sealed class WrittenFilesInBgpdumpTests
{
    const int Values = 400;

    /// <summary>The values are the same on every run, so that a difference can be looked at.</summary>
    static readonly FsCheck.Rnd Seed = new(20220126);

    [Fact]
    public void Updates_in_the_legacy_type_read_as_written()
    {
        var updates =
            (from peer in WrittenValues.SmallAsn
             from address in WrittenValues.IPv4
             from update in WrittenValues.Update(new MessageForm(AsnWidth.TwoBytes))
             select (session: new LegacySession((ushort)peer, address, 65_000, IPAddress.Loopback), update: OnlyIPv4(Readable(update))))
            .Sample(12, Seed, Values);
        AssertReads(
            writer =>
            {
                foreach (var (session, update) in updates)
                {
                    writer.WriteLegacyMessage(936_348_099, session, update with { Attributes = update.Attributes.ForTwoByteAsns() });
                }
            },
            updates.SelectMany(one => BgpdumpLines.Of(936_348_099, one.session, one.update)));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Updates_of_the_collector_itself_and_with_path_identifiers_read_as_written(bool local, bool addPath)
    {
        var form = new MessageForm(AsnWidth.FourBytes, local, addPath);
        var updates =
            (from session in WrittenValues.Session(AsnWidth.FourBytes)
             from time in WrittenValues.Time
             from update in WrittenValues.Update(form)

             // bgpdump reads only IPv4 right in what a collector sent itself.
             where !local || session.PeerAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
             select (session, time, update: local ? OnlyIPv4(Readable(update)) : Readable(update))).Sample(12, Seed, Values);
        AssertReads(
            writer =>
            {
                foreach (var (session, time, update) in updates)
                {
                    writer.WriteMessage(time, session, form, update);
                }
            },
            updates.SelectMany(one => BgpdumpLines.Of(one.time, one.session, form, one.update)));
    }

    [Fact]
    public void Updates_in_both_widths_and_with_and_without_microseconds_read_as_written()
    {
        var updates =
            (from width in WrittenValues.Width
             let form = new MessageForm(width)
             from session in WrittenValues.Session(width)
             from time in WrittenValues.Time
             from update in WrittenValues.Update(form)
             select (form, session, time, update: Readable(update))).Sample(12, Seed, Values);
        AssertReads(
            writer =>
            {
                foreach (var (form, session, time, update) in updates)
                {
                    var narrow = form.Asns == AsnWidth.TwoBytes;
                    writer.WriteMessage(
                        time, session, form, narrow ? update with { Attributes = update.Attributes.ForTwoByteAsns() } : update);
                }
            },
            updates.SelectMany(one => BgpdumpLines.Of(one.time, one.session, one.form, one.update)));
    }

    [Fact]
    public void State_changes_read_as_written()
    {
        var changes =
            (from width in WrittenValues.Width
             from session in WrittenValues.Session(width)
             from time in WrittenValues.Time
             from states in Gen.Elements(PeerState.Idle, PeerState.Connect, PeerState.Active, PeerState.OpenSent, PeerState.Established).Two()
             select (width, session, time, states)).Sample(12, Seed, Values);
        AssertReads(
            writer =>
            {
                foreach (var (width, session, time, states) in changes)
                {
                    writer.WriteStateChange(time, session, width, states.Item1, states.Item2);
                }
            },
            changes.Select(one => BgpdumpLines.Of(one.time, one.session, one.states.Item1, one.states.Item2)));
    }

    [Fact]
    public void Table_dump_entries_read_as_written()
    {
        var entries =
            (from family in WrittenValues.Family
             from prefix in WrittenValues.PrefixOf(family)
             from peer in WrittenValues.Address(family)
             from asn in WrittenValues.SmallAsn
             from attributes in Attributes(family, AsnWidth.TwoBytes)
             select new TableDumpEntry(0, 0, prefix, 1_000_000_000, peer, (ushort)asn, attributes)).Sample(12, Seed, Values);
        AssertReads(
            writer =>
            {
                foreach (var entry in entries)
                {
                    writer.WriteTableDump(1_000_000_001, entry with { Attributes = entry.Attributes.ForTwoByteAsns() });
                }
            },
            entries.Select(entry => BgpdumpLines.Of(1_000_000_001, entry)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Ribs_read_as_written(bool fullMpReach, bool addPath)
    {
        var peers =
            (from family in WrittenValues.Family
             from address in WrittenValues.Address(family)
             from asn in WrittenValues.Asn
             select new IndexedPeer(IPAddress.Loopback, address, asn)).Sample(12, Seed, 20);
        var routes =
            (from family in WrittenValues.Family
             from prefix in WrittenValues.PrefixOf(family)
             from index in Gen.Choose(0, peers.Length - 1)
             from attributes in Attributes(family, AsnWidth.FourBytes)
             from id in WrittenValues.Number
             select (prefix, entry: new RibEntry((ushort)index, 7, attributes, addPath ? id : 0))).Sample(12, Seed, Values);
        AssertReads(
            writer =>
            {
                writer.WritePeerIndexTable(1_500_000_000, new PeerIndex(IPAddress.Loopback, string.Empty, [.. peers]));
                uint sequence = 0;
                foreach (var (prefix, entry) in routes)
                {
                    writer.WriteRib(1_500_000_000, sequence++, prefix, [entry], new RibForm(AddPath: addPath, FullMpReach: fullMpReach));
                }
            },
            routes.Select(route => BgpdumpLines.Of(
                1_500_000_000, peers[route.entry.PeerIndex], route.prefix, route.entry, addPath)));
    }

    [Fact]
    public void The_complaints_of_bgpdump_are_heard()
    {
        var file = Path.GetTempFileName();
        try
        {
            // A record that says it is longer than the file.
            File.WriteAllBytes(file, [0, 0, 0, 1, 0, 16, 0, 4, 0, 0, 0, 99, 1, 2, 3]);
            Assert.NotEmpty(Bgpdump.Read(file).Complaints);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>What bgpdump -m prints presupposes: path, origin and next hop; one family in MP_REACH_NLRI; unicast.</summary>
    static UpdateMessage Readable(UpdateMessage update)
    {
        var set = Complete(update.Attributes);
        return update with
        {
            Attributes = set with
            {
                MpReach = set.MpReach is null ? null : set.MpReach with { Safi = 1 },
                MpUnreach = set.MpUnreach is null ? null : set.MpUnreach with { Safi = 1 },
            },
        };
    }

    static UpdateMessage OnlyIPv4(UpdateMessage update) =>
        update with { Attributes = update.Attributes with { MpReach = null, MpUnreach = null } };

    static AttributeSet Complete(AttributeSet set) => set with
    {
        Origin = set.Origin ?? StreamWatch.Bgp.Attributes.OriginCode.Egp,
        AsPath = set.AsPath ?? PathValue.Of(64_600, 131_279),
        NextHop = set.NextHop ?? IPAddress.Parse("192.0.2.77"),
    };

    static FsCheck.Gen<AttributeSet> Attributes(AddressFamily family, AsnWidth width) =>
        from attributes in WrittenValues.Attributes(width)
        from reach in WrittenValues.Reach(family, false)
        select family == AddressFamily.IPv4
            ? Complete(attributes)
            : Complete(attributes) with { NextHop = null, MpReach = reach with { Prefixes = [], Safi = 1 } };

    static void AssertReads(Action<MrtWriter> write, IEnumerable<string> expected)
    {
        var bytes = new ArrayBufferWriter<byte>();
        write(new MrtWriter(bytes));
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, bytes.WrittenSpan);
            var (lines, complaints) = Bgpdump.Read(file);
            Assert.Empty(complaints);
            List<string> wanted = [.. expected];
            for (var i = 0; i < Math.Min(wanted.Count, lines.Count); i++)
            {
                Assert.Equal(wanted[i], lines[i]);
            }

            Assert.Equal(wanted.Count, lines.Count);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
