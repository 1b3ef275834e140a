using System.Buffers;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using StreamWatch.Bgp.Attributes;
using StreamWatch.Bgp.Mrt.Writing;
using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;
using Xunit;

namespace StreamWatch.Tests.Bgp.Mrt.Writing;

/// <summary>Whatever is written decodes to the same elems, by code that shares nothing but numbers with the writer.</summary>
public sealed class RoundTripTests
{
    static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Every_update_in_every_form_of_bgp4mp_decodes_to_what_was_written() => Check.One(Runs, Prop.ForAll(
        (from form in WrittenValues.Form
         from session in WrittenValues.Session(form.Asns)
         from time in WrittenValues.Time
         from update in WrittenValues.Update(form)
         select (form, session, time, update)).ToArbitrary(),
        given =>
        {
            var written = given.form.Asns == AsnWidth.TwoBytes
                ? given.update with { Attributes = given.update.Attributes.ForTwoByteAsns() }
                : given.update;
            var bytes = Write(writer => writer.WriteMessage(given.time, given.session, given.form, written));
            var micros = ElemText.Micros(given.time);
            Assert.Equal(Elems(given.update, micros, given.session.PeerAddress, given.session.PeerAsn), Decoded.Read(bytes));
        }));

    [Fact]
    public void Every_update_in_the_legacy_type_decodes_to_what_was_written() => Check.One(Runs, Prop.ForAll(
        (from peer in WrittenValues.SmallAsn
         from address in WrittenValues.IPv4
         from update in WrittenValues.Update(new MessageForm(AsnWidth.TwoBytes))
         select (peer, address, update)).ToArbitrary(),
        given =>
        {
            var session = new LegacySession((ushort)given.peer, given.address, 65_000, IPAddress.Loopback);
            var narrow = given.update with { Attributes = given.update.Attributes.ForTwoByteAsns() };
            var bytes = Write(writer => writer.WriteLegacyMessage(936_348_099, session, narrow));
            Assert.Equal(Elems(given.update, 936_348_099_000_000, given.address, given.peer), Decoded.Read(bytes));
        }));

    [Fact]
    public void State_changes_decode_in_both_widths_and_in_the_legacy_type() => Check.One(Runs, Prop.ForAll(
        (from width in WrittenValues.Width
         from session in WrittenValues.Session(width)
         from time in WrittenValues.Time
         from states in Gen.Elements(Enum.GetValues<PeerState>()).Two()
         select (width, session, time, states)).ToArbitrary(),
        given =>
        {
            var (from, to) = (given.states.Item1, given.states.Item2);
            var bytes = Write(writer => writer.WriteStateChange(given.time, given.session, given.width, from, to));
            Assert.Equal(
                [$"{from} to {to} at {ElemText.Micros(given.time)} from {given.session.PeerAddress} AS{given.session.PeerAsn}"],
                Decoded.Read(bytes));

            var legacy = new LegacySession(3333, IPAddress.Parse("193.0.0.56"), 65_000, IPAddress.Loopback);
            bytes = Write(writer => writer.WriteLegacyStateChange(given.time.Seconds, legacy, from, to));
            Assert.Equal([$"{from} to {to} at {given.time.Seconds * 1_000_000L} from 193.0.0.56 AS3333"], Decoded.Read(bytes));
        }));

    [Fact]
    public void Table_dump_entries_of_both_families_decode_to_what_was_written() => Check.One(Runs, Prop.ForAll(
        (from family in WrittenValues.Family
         from prefix in WrittenValues.PrefixOf(family)
         from peer in WrittenValues.Address(family)
         from asn in WrittenValues.SmallAsn
         from since in WrittenValues.Number
         from attributes in WrittenValues.Attributes(AsnWidth.TwoBytes)
         from reach in WrittenValues.Reach(AddressFamily.IPv6, false)
         select (prefix, peer, asn, since, attributes: Hop(attributes, family, reach with { Safi = 1 }))).ToArbitrary(),
        given =>
        {
            var entry = new TableDumpEntry(
                0, 7, given.prefix, given.since, given.peer, (ushort)given.asn, given.attributes.ForTwoByteAsns());
            var bytes = Write(writer => writer.WriteTableDump(1_000_000_000, entry));
            Assert.Equal(
                [
                    ElemText.Head(ElemType.RibEntry, 1_000_000_000_000_000, given.peer, given.asn, given.prefix, 1)
                    + ElemText.Attributes(given.attributes, given.attributes.MpReach) + $" since {given.since} index -1",
                ],
                Decoded.Read(bytes));
        }));

    [Fact]
    public void Ribs_of_every_subtype_decode_to_what_was_written() => Check.One(Runs, Prop.ForAll(
        (from family in WrittenValues.Family
         from form in RibForms
         from prefix in WrittenValues.PrefixOf(family)
         from peers in Peer.ListOf(5)
         from entries in Entry(family, form.AddPath).Up(6)
         select (form, prefix, peers: peers.ToList(), entries)).ToArbitrary(),
        given =>
        {
            var bytes = Write(writer =>
            {
                writer.WritePeerIndexTable(1_500_000_000, new PeerIndex(IPAddress.Loopback, "view", given.peers));
                writer.WriteRib(1_500_000_001, 3, given.prefix, given.entries, given.form);
            });
            var expected = given.entries.Select(entry => ElemText.Head(
                    ElemType.RibEntry, 1_500_000_001_000_000, given.peers[entry.PeerIndex].Address, given.peers[entry.PeerIndex].Asn,
                    new Nlri(given.prefix, entry.PathId), (byte)(given.form.Multicast ? 2 : 1))
                + ElemText.Attributes(entry.Attributes, entry.Attributes.MpReach) + $" since {entry.OriginatedAt} index {entry.PeerIndex}");
            Assert.Equal(expected, Decoded.Read(bytes));
        }));

    [Fact]
    public void Messages_without_routes_are_decoded_as_what_they_are()
    {
        var session = new Bgp4MpSession(64_600, IPAddress.Parse("192.0.2.1"), 12_654, IPAddress.Parse("192.0.2.250"));
        var form = new MessageForm(AsnWidth.FourBytes);
        var bytes = Write(writer =>
        {
            writer.WriteMessage(new MrtTime(1), session, form, new OpenMessage(64_600, 180, IPAddress.Parse("192.0.2.1"), new byte[] { 2, 0 }));
            writer.WriteMessage(new MrtTime(2), session, form, new KeepaliveMessage());
            writer.WriteMessage(new MrtTime(3), session, form, new NotificationMessage(6, 4, new byte[] { 1 }));
        });
        Assert.Equal(
            ["Open from 192.0.2.1 AS64600", "Keepalive from 192.0.2.1 AS64600", "Notification from 192.0.2.1 AS64600"], Decoded.Read(bytes));
    }

    [Fact]
    public void A_rib_record_may_be_longer_than_64_KiB()
    {
        var attributes = new AttributeSet { Origin = OriginCode.Igp, AsPath = PathValue.Of(1, 2, 3), NextHop = IPAddress.Loopback };
        List<RibEntry> entries = [.. Enumerable.Range(0, 4000).Select(_ => new RibEntry(0, 5, attributes))];
        var bytes = Write(writer =>
        {
            writer.WritePeerIndexTable(9, new PeerIndex(IPAddress.Loopback, string.Empty, [new IndexedPeer(IPAddress.Loopback, IPAddress.Loopback, 1)]));
            writer.WriteRib(9, 0, Prefix.Parse("10.0.0.0/8"), entries);
        });
        Assert.True(bytes.Length > 65_536);
        Assert.Equal(4000, Decoded.Read(bytes).Count);
    }

    static Gen<RibForm> RibForms { get; } =
        from addPath in WrittenValues.Bool
        from multicast in WrittenValues.Bool
        from generic in WrittenValues.Bool
        from full in WrittenValues.Bool
        select new RibForm(addPath, multicast, generic, full);

    static Gen<IndexedPeer> Peer { get; } =
        from family in WrittenValues.Family
        from address in WrittenValues.Address(family)
        from width in WrittenValues.Width
        from asn in width == AsnWidth.FourBytes ? WrittenValues.Asn : WrittenValues.SmallAsn
        select new IndexedPeer(IPAddress.Loopback, address, asn, width);

    static Gen<RibEntry> Entry(AddressFamily family, bool addPath) =>
        from index in Gen.Choose(0, 4)
        from since in WrittenValues.Number
        from attributes in WrittenValues.Attributes(AsnWidth.FourBytes)
        from reach in WrittenValues.Reach(family, addPath)
        from id in WrittenValues.Number
        select new RibEntry((ushort)index, since, Hop(attributes, family, reach), addPath ? id : 0);

    /// <summary>IPv6 routes have their next hop in MP_REACH_NLRI, IPv4 routes in NEXT_HOP.</summary>
    static AttributeSet Hop(AttributeSet attributes, AddressFamily family, MpReach reach) =>
        family == AddressFamily.IPv6 ? attributes with { MpReach = reach, NextHop = null } : attributes;

    static IEnumerable<string> Elems(UpdateMessage update, long micros, IPAddress peer, uint asn)
    {
        var set = update.Attributes;
        foreach (var nlri in update.Withdrawn)
        {
            yield return ElemText.Head(ElemType.Withdrawal, micros, peer, asn, nlri, 1);
        }

        foreach (var nlri in set.MpUnreach?.Prefixes ?? [])
        {
            yield return ElemText.Head(ElemType.Withdrawal, micros, peer, asn, nlri, set.MpUnreach!.Safi);
        }

        foreach (var nlri in update.Announced)
        {
            yield return ElemText.Head(ElemType.Announcement, micros, peer, asn, nlri, 1) + ElemText.Attributes(set, null);
        }

        foreach (var nlri in set.MpReach?.Prefixes ?? [])
        {
            yield return ElemText.Head(ElemType.Announcement, micros, peer, asn, nlri, set.MpReach!.Safi) + ElemText.Attributes(set, set.MpReach);
        }
    }

    static byte[] Write(Action<MrtWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        write(new MrtWriter(bytes));
        return bytes.WrittenSpan.ToArray();
    }
}
