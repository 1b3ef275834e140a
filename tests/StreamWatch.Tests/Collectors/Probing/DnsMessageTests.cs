using StreamWatch.Collectors.Probing.Dns;
using Xunit;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>The wire format of DNS: what is written is read again, and no bytes do harm.</summary>
public sealed class DnsMessageTests
{
    [Fact]
    public void What_is_written_is_read_again() => Laws.Hold(1000, 40, history =>
    {
        var message = Message(history);
        var bytes = message.Write();
        var read = DnsMessage.Read(bytes, out var fault);

        Assert.Null(fault);
        Assert.Equal((message.Id, message.Flags), (read!.Id, read.Flags));
        Assert.Equal(message.Questions, read.Questions);
        Assert.Equal(bytes, read.Write());
        Assert.Equal(
            message.Answers.Concat(message.Authorities).Concat(message.Additional).Select(record => (record.Name, record.Address, record.Target, record.Serial)),
            read.Answers.Concat(read.Authorities).Concat(read.Additional).Select(record => (record.Name, record.Address, record.Target, record.Serial)));
    });

    [Fact]
    public void A_cut_message_is_refused_with_its_reason() => Laws.Hold(300, 20, history =>
    {
        var bytes = Message(history).Write();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(DnsMessage.Read(bytes.AsSpan(0, length), out var fault));
            Assert.NotNull(fault);
        }
    });

    [Fact]
    public void No_bytes_do_harm() => Laws.Hold(5000, 100, history =>
    {
        var bytes = history.Select(number => (byte)new Dice(number).Of(number, 0, 1, 0xC0, 12, 28, 6)).ToArray();
        if (DnsMessage.Read(bytes, out var fault) is null)
        {
            Assert.NotNull(fault);
        }
    });

    [Fact]
    public void Changed_bytes_do_no_harm() => Laws.Hold(3000, 30, history =>
    {
        var bytes = Message(history).Write();
        foreach (var number in history.Take(3))
        {
            var dice = new Dice(number);
            bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
        }

        _ = DnsMessage.Read(bytes, out _)?.Write();
    });

    [Theory]
    [InlineData("C00C")] // to itself
    [InlineData("0161C00C")] // to its own start
    [InlineData("C010")] // forwards
    [InlineData("C00B")] // into the header, at a byte that leads here again
    public void A_pointer_that_leads_anywhere_but_back_is_refused(string name)
    {
        var header = "0000 8000 0001 0000 0000 00C0".Replace(" ", "", StringComparison.Ordinal);

        Assert.Null(DnsMessage.Read(Convert.FromHexString(header + name + "00010001" + "0000"), out var fault));
        Assert.NotNull(fault);
    }

    [Theory]
    [InlineData(127, true)]
    [InlineData(128, false)]
    [InlineData(2000, false)]
    public void A_name_on_the_wire_has_255_bytes_at_most(int labels, bool isTaken)
    {
        var bytes = Convert.FromHexString("000080000001000000000000" + string.Concat(Enumerable.Repeat("0161", labels)) + "00" + "00010001");

        Assert.Equal(isTaken, DnsMessage.Read(bytes, out _) is not null);
    }

    [Fact]
    public void Compressed_names_are_written_out()
    {
        var bytes = Convert.FromHexString(
            "1234818000010001000000000377777707" + "6578616D706C6500" + "00010001" + "C00C" + "000500010000003C0006" + "03667470C010");
        var message = DnsMessage.Read(bytes, out _)!;

        Assert.Equal("www.example", message.Questions[0].Name.ToString());
        Assert.Equal(("www.example", "ftp.example"), (message.Answers[0].Name.ToString(), message.Answers[0].Target!.ToString()));
    }

    [Theory]
    [InlineData("", ".")]
    [InlineData(".", ".")]
    [InlineData("example", "example")]
    [InlineData("www.example.", "www.example")]
    [InlineData(@"a\.b.example", @"a\.b.example")]
    [InlineData(@"a\032b", @"a\032b")]
    [InlineData(@"\\", @"\\")]
    public void A_name_is_written_as_it_is_read(string text, string written)
    {
        Assert.True(DnsName.TryParse(text, out var name));
        Assert.Equal(written, name.ToString());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData(@"a\")]
    [InlineData(@"a\25")]
    [InlineData(@"a\256")]
    [InlineData("ä")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_is_no_name_is_refused(string text) => Assert.False(DnsName.TryParse(text, out _));

    [Fact]
    public void A_name_of_255_bytes_is_the_longest()
    {
        Assert.True(DnsName.TryParse(string.Join('.', Enumerable.Repeat(new string('a', 63), 3)) + "." + new string('a', 61), out var name));
        Assert.Equal(DnsName.LongestWire, name.Wire.Length);
        Assert.False(DnsName.TryParse(string.Join('.', Enumerable.Repeat(new string('a', 63), 3)) + "." + new string('a', 62), out _));
    }

    [Fact]
    public void Names_are_equal_whatever_their_case()
    {
        Assert.Equal(DnsStub.Name("WWW.Example"), DnsStub.Name("www.eXAMPLE."));
        Assert.Equal(DnsStub.Name("WWW.Example").GetHashCode(), DnsStub.Name("www.example").GetHashCode());
        Assert.NotEqual(DnsStub.Name("www.example"), DnsStub.Name("wwww.example"));
        Assert.NotEqual(DnsStub.Name(@"a\.b"), DnsStub.Name("a.b"));
    }

    [Fact]
    public void Any_labels_are_written_and_read_as_text() => Laws.Hold(2000, 60, history =>
    {
        var name = Name(history);
        Assert.True(DnsName.TryParse(name.ToString(), out var again));
        Assert.Equal(name.Wire.ToArray(), again.Wire.ToArray());
    });

    static DnsName Name(IEnumerable<int> numbers)
    {
        var wire = new List<byte>();
        foreach (var number in numbers)
        {
            var dice = new Dice(number);
            var length = 1 + dice.Next(12);
            if (wire.Count + length + 2 > DnsName.LongestWire)
            {
                break;
            }

            wire.Add((byte)length);
            wire.AddRange(Enumerable.Range(0, length).Select(_ => (byte)dice.Next(256)));
        }

        return DnsName.OfWire([.. wire, 0]);
    }

    static DnsMessage Message(int[] history)
    {
        var records = history.Select((number, i) => Record(new Dice(number), Name(history.Skip(i).Take(3)))).ToList();
        var (first, second) = (records.Count / 3, 2 * records.Count / 3);
        return new DnsMessage
        {
            Id = (ushort)history.Length,
            Flags = (ushort)history.FirstOrDefault(),
            Questions = [.. history.Take(2).Select(number => new DnsQuestion(Name([number]), (DnsRecordType)(ushort)number, (ushort)(number >> 8)))],
            Answers = records[..first],
            Authorities = records[first..second],
            Additional = records[second..],
        };
    }

    static DnsRecord Record(Dice dice, DnsName name)
    {
        var type = dice.Of(DnsRecordType.A, DnsRecordType.Aaaa, DnsRecordType.Ns, DnsRecordType.Cname, DnsRecordType.Soa, (DnsRecordType)99);
        byte[] data = type switch
        {
            DnsRecordType.A => [.. Enumerable.Range(0, 4).Select(_ => (byte)dice.Next(256))],
            DnsRecordType.Aaaa => [.. Enumerable.Range(0, 16).Select(_ => (byte)dice.Next(256))],
            DnsRecordType.Ns or DnsRecordType.Cname => name.Wire.ToArray(),
            DnsRecordType.Soa => [.. name.Wire, .. name.Wire, .. Enumerable.Range(0, 20).Select(_ => (byte)dice.Next(256))],
            _ => [.. Enumerable.Range(0, dice.Next(40)).Select(_ => (byte)dice.Next(256))],
        };
        return new DnsRecord(name, type, (ushort)dice.Next(65536), (uint)dice.Next(int.MaxValue), data);
    }
}
