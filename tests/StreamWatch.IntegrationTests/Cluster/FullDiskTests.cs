using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>A ClickHouse whose disk is full: nothing is lost, it is said once a minute, and it goes on by itself when there is room.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    const long MostBytes = 600L << 20;

    static readonly TimeSpan Full = TimeSpan.FromSeconds(90);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Tier", "long")]
    public async Task A_full_disk_loses_nothing_and_the_store_goes_on_when_there_is_room_again()
    {
        var replayed = await ReplayedScenario.OfAsync("cable-cut");
        await using var cluster = await RefusedStoreTests.PublishedAsync(replayed);
        using var disk = SmallDisk.Mount(cluster.Place.At("disk"), megabytes: 256);
        await using (var engine = await ServedEngine.StartAsync(cluster.Place.At("disk/data")))
        {
            // The schema is there; from now on there is room for a few blocks.
            await using (await engine.OpenAsync())
            {
            }

            var filler = disk.Fill(freeBytes: 2_500_000);
            using var store = Storage.Program.Start(engine.Environment, cluster.StoreAt(engine.Url));
            var errors = store.StandardError.ReadToEndAsync(Token);
            var text = store.StandardOutput.ReadToEndAsync(Token);

            // This is what is tested: longer than a minute without room.
            await Task.WhenAny(Task.Delay(Full, Token), store.WaitForExitAsync(Token));
            Assert.False(store.HasExited, store.HasExited ? await errors : "");
            store.Refresh();
            var peak = store.PeakWorkingSet64;
            filler.Delete();
            await store.WaitForExitAsync(Token);
            var said = await errors;
            output.WriteLine($"{peak >> 20} MiB at most; said:\n{said}{await text}");
            Assert.True(store.ExitCode == 0, said);
            Assert.InRange(said.Split('\n').Count(line => line.Contains("ClickHouse does not", StringComparison.Ordinal)), 1, 4);
            Assert.True(said.Split('\n').Length < 12, said);
            Assert.True(peak < MostBytes, $"{peak} bytes");
        }

        Assert.Equal(replayed.State, await cluster.StateAsync("disk/data"));
    }

    /// <summary>A file system in memory, of which nobody takes more than it has.</summary>
    sealed class SmallDisk : IDisposable
    {
        readonly string _path;

        SmallDisk(string path) => _path = path;

        public static SmallDisk Mount(string path, int megabytes)
        {
            Directory.CreateDirectory(path);
            var (code, error) = Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", path);
            Assert.SkipWhen(code != 0, $"a small disk cannot be mounted, only root may: {error}");
            return new SmallDisk(path);
        }

        /// <summary>Takes all but so many bytes of it.</summary>
        public FileInfo Fill(long freeBytes)
        {
            var file = new FileInfo(Path.Combine(_path, "filler"));
            using var stream = file.Create();
            var zeros = new byte[64 << 10];
            while (new DriveInfo(_path).AvailableFreeSpace > freeBytes + zeros.Length)
            {
                stream.Write(zeros);
                stream.Flush();
            }

            return file;
        }

        public void Dispose() => Run("umount", "-l", _path);

        static (int Code, string Error) Run(string program, params string[] words)
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, error);
        }
    }
}
