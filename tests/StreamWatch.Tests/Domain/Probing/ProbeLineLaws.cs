using System.Buffers;
using System.Net;
using System.Text;
using StreamWatch.Domain.Probing;
using Xunit;

namespace StreamWatch.Tests.Domain.Probing;

/// <summary>What is written is read again, and no line of any kind throws.</summary>
public sealed class ProbeLineLaws
{
    static readonly string[] Texts =
    [
        "v1", "naenara", "a.b-c_d", "ünïcode 名前", "quote\" back\\ slash/", "tab\t line\n zero\0", "emoji 🛰️", new string('x', 200), "<html>&amp;+'",
    ];

    [Fact]
    public void What_is_written_is_read_again() => Laws.Hold(300, 20, history =>
    {
        var reader = new ProbeLineReader();
        foreach (var number in history)
        {
            var dice = new Dice(number);
            if (dice.Next(4) == 0)
            {
                var heartbeat = new VantageHeartbeat(dice.Of(Texts), Instant(ref dice));
                Assert.True(reader.TryRead(Line(heartbeat), out var result, out var beat, out var fault), fault);
                Assert.Null(result);
                Assert.Equal(heartbeat, beat);
            }
            else
            {
                var written = Result(ref dice);
                Assert.True(reader.TryRead(Line(written), out var result, out var beat, out var fault), fault);
                Assert.Null(beat);
                Assert.Equal(written, result);
            }
        }
    });

    [Fact]
    public void A_damaged_line_is_read_or_has_a_fault_and_never_throws() => Laws.Hold(2000, 8, history =>
    {
        var reader = new ProbeLineReader();
        var dice = new Dice(history.Length == 0 ? 7 : history[0]);
        var written = Result(ref dice);
        List<byte> line = [.. dice.Next(5) == 0 ? Line(new VantageHeartbeat("v1", Instant(ref dice))) : Line(written)];
        foreach (var number in history)
        {
            Damage(line, new Dice(number));
        }

        var isRead = reader.TryRead(line.ToArray(), out var result, out var heartbeat, out var fault);
        Assert.Equal(isRead, fault is null);
        Assert.Equal(isRead ? 1 : 0, (result is null ? 0 : 1) + (heartbeat is null ? 0 : 1));
        if (result is { } taken)
        {
            // What was taken is a result like any other.
            Assert.True(reader.TryRead(Line(taken), out var again, out _, out var wrong), wrong);
            Assert.Equal(taken, again);
        }
    });

    [Fact]
    public void Instants_keep_every_nanosecond() => Laws.Hold(300, 20, history =>
    {
        Span<byte> text = stackalloc byte[InstantText.Longest];
        foreach (var number in history)
        {
            var dice = new Dice(number);
            var nanos = Instant(ref dice);
            var length = InstantText.Format(nanos, text);
            Assert.True(InstantText.TryParse(text[..length], out var read));
            Assert.Equal(nanos, read);
            var reference = DateTimeOffset.Parse(Encoding.UTF8.GetString(text[..19]) + "Z", null);
            Assert.Equal(nanos / 1_000_000_000, reference.ToUnixTimeSeconds());
        }
    });

    static byte[] Line(in ProbeResult result)
    {
        var output = new ArrayBufferWriter<byte>();
        ProbeLineWriter.Write(output, result);
        return output.WrittenSpan.ToArray();
    }

    static byte[] Line(in VantageHeartbeat heartbeat)
    {
        var output = new ArrayBufferWriter<byte>();
        ProbeLineWriter.Write(output, heartbeat);
        return output.WrittenSpan.ToArray();
    }

    static long Instant(ref Dice dice) => dice.Next(4) switch
    {
        0 => dice.Next(int.MaxValue) * 1_000_000_000L,
        1 => (dice.Next(int.MaxValue) * 1_000_000_000L) + dice.Next(1_000_000_000),
        2 => (dice.Next(int.MaxValue) * 1_000_000_000L) + (dice.Next(1000) * 1_000_000L),
        _ => InstantText.Last - dice.Next(int.MaxValue),
    };

    static ProbeResult Result(ref Dice dice) => new()
    {
        Vantage = dice.Of(Texts),
        Target = dice.Of(Texts),
        Kind = dice.Of(Enum.GetValues<TargetKind>()),
        Protocol = dice.Of(Enum.GetValues<ProbeProtocol>()),
        Address = dice.Of(null, IPAddress.Parse("175.45.176.67"), IPAddress.Parse("2001:db8::1"), IPAddress.Parse("::ffff:1.2.3.4"), IPAddress.Any),
        StartedAtNanos = Instant(ref dice),
        RttMilliseconds = dice.Of<double?>(null, 0, 0.001, 273.25, dice.Next(100_000) / 1000.0, 1.0 / 3),
        Outcome = dice.Of(Enum.GetValues<ProbeOutcome>()),
        Detail = dice.Of([null, string.Empty, .. Texts]),
    };

    static void Damage(List<byte> line, Dice dice)
    {
        if (line.Count == 0)
        {
            line.Add((byte)dice.Next(256));
            return;
        }

        var at = dice.Next(line.Count);
        switch (dice.Next(6))
        {
            case 0:
                line[at] = (byte)dice.Next(256);
                break;
            case 1:
                line.RemoveAt(at);
                break;
            case 2:
                line.Insert(at, (byte)"{}[]\",:\\u09-.eEnN\0\xff"[dice.Next(18)]);
                break;
            case 3:
                line.RemoveRange(at, line.Count - at);
                break;
            case 4:
                line.InsertRange(at, line.GetRange(0, Math.Min(at, dice.Next(60))));
                break;
            default:
                line[at] ^= (byte)(1 << dice.Next(8));
                break;
        }
    }
}
