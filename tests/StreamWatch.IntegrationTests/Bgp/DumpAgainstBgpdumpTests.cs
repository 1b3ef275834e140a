using System.Diagnostics;
using System.Text;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Text;
using StreamWatch.Collectors.Feeds;
using Xunit;

namespace StreamWatch.IntegrationTests.Bgp;

/// <summary>Our lines against those of the real bgpdump, byte by byte, on every real file.</summary>
public sealed class DumpAgainstBgpdumpTests
{
    [Fact]
    public void Every_file_is_printed_as_bgpdump_prints_it()
    {
        foreach (var file in SharedData.Files("mrt"))
        {
            AssertSame(file);
        }
    }

    [Fact]
    public void Two_of_the_RouteViews_files_are_printed_as_bgpdump_prints_them()
    {
        // One of the smallest, and one with messages that were cut when they were recorded.
        foreach (var name in new[] { "updates.20080220.1551.bz2", "updates.20080220.2343.bz2" })
        {
            AssertSame(SharedData.Files("mrt-routeviews-2008").Single(file => Path.GetFileName(file) == name));
        }
    }

    [Fact]
    [Trait("Tier", "long")]
    public void All_RouteViews_files_are_printed_as_bgpdump_prints_them()
    {
        foreach (var file in SharedData.Files("mrt-routeviews-2008"))
        {
            AssertSame(file);
        }
    }

    static void AssertSame(string file)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("bgpdump", ["-m", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("bgpdump is not installed: apt-get install bgpdump");
            throw;
        }

        using (process)
        {
            _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            using var theirs = process.StandardOutput.BaseStream;
            using var compared = new ComparedStream(theirs);
            using var lines = new LineBuffer(compared);
            using var reader = MrtFileReader.Open(file);
            var decoder = new MrtDecoder<BgpdumpSink>();
            var sink = new BgpdumpSink(new BgpdumpWriter(lines));
            while (reader.TryRead(out var header, out var body))
            {
                decoder.Decode(header, body, ref sink);
            }

            lines.Flush();
            Assert.True(compared.Difference is null && theirs.ReadByte() < 0, $"{Path.GetFileName(file)}: {compared.Difference ?? "bgpdump prints more"}");
        }
    }

    /// <summary>Takes what is written and reads the same number of bytes from the other side.</summary>
    sealed class ComparedStream(Stream other) : Stream
    {
        byte[] buffer = [];
        long position;

        public string? Difference { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> ours)
        {
            if (buffer.Length < ours.Length)
            {
                buffer = new byte[ours.Length];
            }

            var theirs = buffer.AsSpan(0, other.ReadAtLeast(buffer.AsSpan(0, ours.Length), ours.Length, throwOnEndOfStream: false));
            var same = ours.CommonPrefixLength(theirs);
            if (same < ours.Length)
            {
                Difference ??= $"at byte {position + same}: ours \"{Line(ours, same)}\", bgpdump's \"{Line(theirs, same)}\"";
            }

            position += ours.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        static string Line(ReadOnlySpan<byte> text, int at)
        {
            var start = text[..at].LastIndexOf((byte)'\n') + 1;
            var length = text[start..].IndexOf((byte)'\n');
            return Encoding.UTF8.GetString(length < 0 ? text[start..] : text.Slice(start, length));
        }
    }
}
