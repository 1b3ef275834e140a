using System.Buffers.Binary;
using System.IO.Compression;
using StreamWatch.Collectors.Archives;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Tests.Bgp.Mrt;
using Xunit;

namespace StreamWatch.Tests.Collectors.Archives;

/// <summary>Which files of a folder are read, and what is said of the others.</summary>
public sealed class ArchiveTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("streamwatch-");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Links_in_a_circle_end_and_every_file_is_read_once()
    {
        Write("rrc00/updates.20220114.0000", 1);
        Write("rrc00/updates.20220114.0005", 2);
        Directory.CreateSymbolicLink(At("rrc00/up"), "..");
        Directory.CreateSymbolicLink(At("rrc00/here"), ".");
        Directory.CreateSymbolicLink(At("again"), "rrc00");
        File.CreateSymbolicLink(At("circle"), "circle");

        var archive = Archive.Find([folder.FullName], collector: null, Token);
        Assert.Equal(["updates.20220114.0000", "updates.20220114.0005"], archive.Files.Select(file => Path.GetFileName(file.Path)));
        Assert.Contains("circle: cannot be read", Assert.Single(archive.LeftOut), StringComparison.Ordinal);
        Assert.All(archive.Files, file => Assert.Equal("rrc00", file.Collector));
    }

    [Fact]
    public void A_file_that_is_there_and_empty_is_no_gap_and_one_that_is_not_there_is()
    {
        foreach (var minute in new[] { 0, 5, 10, 25, 30 })
        {
            Write($"rrc00/updates.20220114.00{minute:00}", minute + 1);
        }

        WriteEmpty("rrc00/updates.20220114.0015.gz");
        var archive = Archive.Find([folder.FullName], collector: null, Token);
        Assert.EndsWith("is empty", Assert.Single(archive.LeftOut), StringComparison.Ordinal);
        var (_, from, to) = Assert.Single(FileSeries.Uncovered(archive));
        Assert.Equal((20, 25), (from.Minute, to.Minute));
    }

    [Fact]
    public void Nothing_but_empty_files_is_nothing_to_read()
    {
        WriteEmpty("updates.20220114.0015.gz");
        var fault = Assert.Throws<FeedException>(() => Archive.Find([At("updates.20220114.0015.gz")], collector: null, Token));
        Assert.Contains("no MRT file with a record", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(16, 16)]
    [InlineData(40, 40)]
    public void A_jump_of_days_is_believed_from_its_first_record_on_where_sixteen_keep_to_it(int later, int believed)
    {
        var path = At("rrc00.two");
        File.WriteAllBytes(path, [.. Records(0, 20), .. Records(10, later), .. later < 16 ? Records(0, 5) : []]);
        var sink = new TimesSink();
        using (var reader = new ArchiveReader<TimesSink>(Archive.Find([path], collector: null, Token).Files))
        {
            reader.Read(ref sink, Token);
        }

        Assert.Equal(20 + later + (later < 16 ? 5 : 0), sink.Times.Count);
        Assert.Equal(believed, sink.Times.Count(time => time.IsPlausible && time.Days == 10));
        Assert.Equal(later - believed, sink.Times.Count(time => !time.IsPlausible));
    }

    static IEnumerable<byte> Records(int days, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var bytes = HandMade.Of(16, 0, "1B6A FFFF 0000 0001 0A000001 0A000002 0003 0006");
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)(1_203_498_000 + (days * 86_400) + i));
            foreach (var value in bytes)
            {
                yield return value;
            }
        }
    }

    string At(string path) => Path.Combine(folder.FullName, path);

    void Write(string path, int second)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        var bytes = HandMade.Of(16, 0, "1B6A FFFF 0000 0001 0A000001 0A000002 0003 0006");
        bytes[3] = (byte)second;
        File.WriteAllBytes(At(path), bytes);
    }

    void WriteEmpty(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        using var file = new GZipStream(File.Create(At(path)), CompressionLevel.Fastest);
        file.Flush();
    }
}
