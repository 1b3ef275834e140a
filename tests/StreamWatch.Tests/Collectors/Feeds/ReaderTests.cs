using System.IO.Compression;
using ICSharpCode.SharpZipLib.BZip2;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Tests.Bgp.Mrt;
using Xunit;

namespace StreamWatch.Tests.Collectors.Feeds;

/// <summary>Files in all their wrappings, whole and torn.</summary>
public sealed class ReaderTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("streamwatch-").FullName;

    static byte[] Records { get; } = [.. Enumerable.Range(0, 400).SelectMany(i => HandMade.Of(16, 0, $"1B6A FFFF 0000 0001 0A000001 0A00{i:X4} 0003 0006"))];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("plain.bz2", "plain", Compression.None)]
    [InlineData("records.gz", "gzip", Compression.Gzip)]
    [InlineData("gzip-without-a-name-for-it", "gzip", Compression.Gzip)]
    [InlineData("members.gz", "gzip members", Compression.Gzip)]
    [InlineData("records", "bzip2", Compression.Bzip2)]
    [InlineData("streams.gz", "bzip2 streams", Compression.Bzip2)]
    public void A_file_is_opened_by_its_content_whatever_its_name(string name, string packing, Compression compression)
    {
        using var reader = MrtFileReader.Open(Write(name, Pack(packing)));

        Assert.Equal(compression, reader.Compression);
        Assert.Equal(400, Count(reader));
        Assert.Null(reader.Tear);
        Assert.Equal(Records.Length, reader.Offset);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(1000, true)]
    [InlineData(4099, false)]
    [InlineData(1 << 20, true)]
    public void Records_are_the_same_whatever_the_blocks(int blockSize, bool background)
    {
        foreach (var packing in new[] { "plain", "gzip", "bzip2 streams" })
        {
            using var reader = MrtFileReader.Open(
                Write("blocks", Pack(packing)), new MrtReaderOptions { BlockSize = blockSize, Background = background, BlocksAhead = 2 });
            var offset = 0;
            while (reader.TryRead(out var header, out var body))
            {
                Assert.Equal(offset, header.Offset);
                Assert.True(Records.AsSpan(offset + header.HeaderLength, header.BodyLength).SequenceEqual(body));
                offset += header.RecordLength;
            }

            Assert.Equal(Records.Length, offset);
        }
    }

    [Fact]
    public void A_torn_file_gives_every_whole_record_and_the_place_of_the_tear()
    {
        var random = new Random(7);
        foreach (var packing in new[] { "plain", "gzip", "gzip members", "bzip2", "bzip2 streams" })
        {
            var packed = Pack(packing);
            for (var i = 0; i < 25; i++)
            {
                var cut = i < 9 ? packed.Length - 1 - i : random.Next(packed.Length / 3, packed.Length);
                using var reader = MrtFileReader.Open(Write("torn", packed[..cut]));
                var count = Count(reader);

                Assert.Equal(count * 32L, reader.Offset);
                if (packing == "plain")
                {
                    Assert.Equal(cut / 32, count);
                    Assert.Equal(cut % 32 != 0, reader.Tear is not null);
                }
                else if (!packing.Contains(' ', StringComparison.Ordinal))
                {
                    // Between members a cut cannot be seen; elsewhere it is, also where a record has just ended or only the check sum lacks.
                    Assert.Equal(reader.Offset, Assert.IsType<FeedTear>(reader.Tear).Offset);
                }
            }
        }
    }

    [Fact]
    public void A_length_that_cannot_be_is_a_tear()
    {
        var bytes = Records.ToArray();
        bytes[(32 * 5) + 8] = 0xFF;
        using var reader = MrtFileReader.Open(Write("length", bytes));

        Assert.Equal(5, Count(reader));
        Assert.Equal(160, Assert.IsType<FeedTear>(reader.Tear).Offset);
    }

    [Fact]
    public void Bytes_changed_in_a_packed_file_end_it_with_a_tear_and_no_crash()
    {
        var random = new Random(11);
        foreach (var packing in new[] { "gzip", "bzip2" })
        {
            for (var i = 0; i < 50; i++)
            {
                var packed = Pack(packing);
                packed[random.Next(20, packed.Length - 1)] ^= (byte)(1 << random.Next(8));
                var path = Write("changed", packed);
                try
                {
                    using var reader = MrtFileReader.Open(path);
                    Assert.InRange(Count(reader), 0, 400);
                }
                catch (FeedException)
                {
                    // Damaged so early that nothing like MRT comes out.
                }
            }
        }
    }

    [Fact]
    public void The_managed_bzip2_reads_what_libbz2_reads()
    {
        foreach (var packed in new[] { Pack("bzip2"), Pack("bzip2 streams"), [.. Pack("bzip2 streams"), .. "behind"u8] })
        {
            using var stream = new ManagedBzip2Stream(new MemoryStream(packed));
            using var all = new MemoryStream();
            stream.CopyTo(all);

            Assert.Equal(Records, all.ToArray());
        }

        using var torn = new ManagedBzip2Stream(new MemoryStream(Pack("bzip2")[..^20]));
        Assert.Throws<InvalidDataException>(() => torn.CopyTo(Stream.Null));
    }

    [Theory]
    [InlineData("This is a letter, not a dump of routes.")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void What_is_not_MRT_is_said_so(string text)
    {
        var path = Write("letter", System.Text.Encoding.ASCII.GetBytes(text));

        var said = Assert.Throws<FeedException>(() => MrtFileReader.Open(path));
        Assert.Contains("is not MRT", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_said_so()
    {
        Assert.Contains("no such file", Assert.Throws<FeedException>(() => MrtFileReader.Open(Path.Combine(folder, "none"))).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<FeedException>(() => MrtFileReader.Open(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_record_of_unknown_type_is_forgiven()
    {
        using var reader = MrtFileReader.Open(Write("first", [.. HandMade.Of(200, 0, "0102"), .. Records]));

        Assert.Equal(401, Count(reader));
    }

    [Fact]
    public void A_queue_gives_the_files_in_order_and_goes_on_behind_one_that_cannot_be_read()
    {
        var first = Write("1", Pack("gzip"));
        var third = Write("3", Pack("bzip2"));
        using var queue = new MrtFileQueue([first, Path.Combine(folder, "2"), third], filesAhead: 2);

        Assert.True(queue.TryNext(out var reader));
        Assert.Equal((first, 400), (reader.Path, Count(reader)));
        Assert.Throws<FeedException>(() => queue.TryNext(out _));
        Assert.True(queue.TryNext(out reader));
        Assert.Equal((third, 400), (reader.Path, Count(reader)));
        Assert.False(queue.TryNext(out _));
    }

    static int Count(MrtFileReader reader)
    {
        var count = 0;
        while (reader.TryRead(out _, out _))
        {
            count++;
        }

        return count;
    }

    static byte[] Pack(string packing)
    {
        var half = Records.Length / 2;
        return packing switch
        {
            "gzip" => Gzip(Records),
            "gzip members" => [.. Gzip(Records[..half]), .. Gzip(Records[half..])],
            "bzip2" => Bzip2(Records),
            "bzip2 streams" => [.. Bzip2(Records[..half]), .. Bzip2(Records[half..]), .. Bzip2([])],
            _ => Records,
        };
    }

    static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    static byte[] Bzip2(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new BZip2OutputStream(packed) { IsStreamOwner = false })
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
