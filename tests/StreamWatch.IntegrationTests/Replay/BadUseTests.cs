using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StreamWatch.Storage.Embedded;
using Xunit;

namespace StreamWatch.IntegrationTests.Replay;

/// <summary>What cannot work is said once and clearly, before anything is written.</summary>
public sealed class BadUseTests : IDisposable
{
    // BGP4MP/STATE_CHANGE from 10.0.0.1 AS7018, 32 bytes
    const string StateChange = "000003E800100000000000141B6AFFFF000000010A0000010A00000200030006";

    readonly string folder = Directory.CreateTempSubdirectory("streamwatch-bad-use-").FullName;

    string Data => Path.Combine(folder, "data");

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_that_is_not_there_is_named() =>
        await AssertRefusedAsync(1, ["none.mrt: no such file or folder"], Dump(), Path.Combine(folder, "none.mrt"));

    [Fact]
    public async Task A_file_that_is_not_MRT_is_named()
    {
        var letter = Path.Combine(folder, "letter");
        await File.WriteAllTextAsync(letter, "This is a letter, not a dump of routes.", Token);
        await AssertRefusedAsync(1, ["letter: is not MRT"], Dump(), letter);
    }

    [Fact]
    public async Task An_empty_file_is_named()
    {
        var empty = Path.Combine(folder, "empty");
        await File.WriteAllBytesAsync(empty, [], Token);
        await AssertRefusedAsync(1, ["empty: no MRT file with a record"], empty);
    }

    [Fact]
    public async Task An_empty_folder_and_one_without_MRT_files_are_named()
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "nothing")).FullName;
        await AssertRefusedAsync(1, ["nothing: the folder is empty"], empty);
        await File.WriteAllTextAsync(Path.Combine(empty, "letter"), "Dear reader,", Token);
        await AssertRefusedAsync(1, ["nothing: no MRT file"], empty);
    }

    [Fact]
    public async Task Wrong_words_are_refused_with_exit_code_2()
    {
        await AssertRefusedAsync(2, ["argument missing for command: 'replay'"]);
        await AssertRefusedAsync(2, ["--asn-bin is \"soon\""], Dump(), "--asn-bin", "soon");
        await AssertRefusedAsync(2, ["--asn-bin is 02:00:00; allowed are 00:00:01 to 01:00:00", "--warm-up is 0; allowed are 1 to 10000"], Dump(), "--asn-bin", "2h", "--warm-up", "0");
        await AssertRefusedAsync(2, ["--nonsense is no option of this command"], Dump(), "--nonsense");
    }

    [Fact]
    public async Task A_place_to_store_in_has_to_be_named()
    {
        var (code, output, error) = await Storage.Program.RunAsync("replay", "--all-asns", Dump());
        Assert.Equal((2, "", 1), (code, output, Messages(error)));
        Assert.Contains("--data DIR", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_faults_of_a_watch_file_are_told_at_once()
    {
        var watch = Path.Combine(folder, "watch.json");
        await File.WriteAllTextAsync(
            watch,
            """{ "groups": [ { "name": "kp", "country": "kp", "asns": [23456] } ], "targets": [ { "name": "a", "kind": "toaster" } ] }""",
            Token);
        await AssertRefusedAsync(
            2,
            ["3 faults", "$.groups[0].country is \"kp\"; ", "$.groups[0].asns[0] is 23456; ", "$.targets[0].kind is \"toaster\"; a kind is one of web, mail, dns, router, host"],
            Dump(), "--watch", watch);
        await AssertRefusedAsync(2, ["none.json: cannot be read"], Dump(), "--watch", Path.Combine(folder, "none.json"));
        await File.WriteAllTextAsync(watch, "{", Token);
        await AssertRefusedAsync(2, ["watch.json: is not JSON: line 1"], Dump(), "--watch", watch);
    }

    [Fact]
    public async Task An_engine_library_that_is_not_there_is_named()
    {
        var start = new ProcessStartInfo(Storage.Program.Path) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in new[] { "replay", "--all-asns", "--data", Data, Dump() })
        {
            start.ArgumentList.Add(word);
        }

        start.Environment[EngineLibrary.Variable] = Path.Combine(folder, "libchdb.so");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        AssertRefused(1, [$"{EngineLibrary.Variable} names {Path.Combine(folder, "libchdb.so")}, which does not exist"], process, await output, await process.StandardError.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var place = ReplayPlace.New();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var (code, output, error) = await Storage.Program.RunAsync("serve", "--port", port, "--data", Data);
        Assert.Equal((1, "", 1), (code, output, Messages(error)));
        Assert.Contains($"port {port} on 127.0.0.1 is taken", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data), "nothing may be left half-written");
        (code, output, error) = await Storage.Program.RunAsync("serve", "--port", "65536", "--data", Data);
        Assert.Equal((2, "", 1), (code, output, Messages(error)));
    }

    [Fact]
    public async Task A_directory_in_use_is_refused_by_naming_who_uses_it_and_can_be_used_afterwards()
    {
        using var place = ReplayPlace.New();
        using (var serve = Storage.Program.Start("serve", "--data", Data))
        {
            try
            {
                Assert.StartsWith("url ", await serve.StandardOutput.ReadLineAsync(Token), StringComparison.Ordinal);
                var (code, output, error) = await Storage.Program.RunAsync("replay", "--all-asns", "--data", Data, Dump());
                Assert.Equal((1, ""), (code, output));
                Assert.Matches($@"^streamwatch: .* is in use by process {serve.Id} \(streamwatch serve\) since .* UTC\n$", error);
            }
            finally
            {
                serve.Kill();
                await serve.WaitForExitAsync(Token);
            }
        }

        var (laterCode, laterOutput, laterError) = await Storage.Program.RunAsync("replay", "--all-asns", "--data", Data, Dump());
        Assert.True(laterCode == 0, laterError);
        Assert.StartsWith("no outages", laterOutput, StringComparison.Ordinal);
    }

    async Task AssertRefusedAsync(int expected, string[] said, params string[] words)
    {
        using var process = Storage.Program.Start(["replay", "--all-asns", "--data", Data, .. words]);
        var output = process.StandardOutput.ReadToEndAsync(Token);
        AssertRefused(expected, said, process, await output, await process.StandardError.ReadToEndAsync(Token));
    }

    void AssertRefused(int expected, string[] said, Process process, string output, string error)
    {
        process.WaitForExit();
        Assert.True(process.ExitCode == expected, $"exit code {process.ExitCode}: {error}");
        Assert.Empty(output);
        Assert.All(said, part => Assert.Contains(part, error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(1, Messages(error));
        Assert.False(Directory.Exists(Data), "nothing may be left half-written");
    }

    /// <summary>Messages on stderr; the parser's pointer to --help belongs to the one before.</summary>
    static int Messages(string error) => error.Split('\n').Count(line =>
        line.StartsWith("streamwatch: ", StringComparison.Ordinal) && !line.Contains("--help after any command", StringComparison.Ordinal));

    string Dump()
    {
        var path = Path.Combine(folder, "records");
        File.WriteAllBytes(path, Convert.FromHexString(StateChange));
        return path;
    }
}
