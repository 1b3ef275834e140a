using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace StreamWatch.IntegrationTests.App;

/// <summary>The bgp commands as a user meets them: output, errors and exit codes.</summary>
public sealed class BgpCommandTests : IDisposable
{
    // BGP4MP/STATE_CHANGE from 10.0.0.1 AS7018, 32 bytes
    const string StateChange = "000003E8 0010 0000 00000014 1B6A FFFF 0000 0001 0A000001 0A000002 0003 0006";

    readonly string folder = Directory.CreateTempSubdirectory("streamwatch-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_whole_file_is_dumped_without_a_word_on_stderr()
    {
        var run = Run("bgp", "dump", Write(StateChange));

        Assert.Equal((0, "BGP4MP|1000|STATE|10.0.0.1|7018|3|6\n", string.Empty), run);
    }

    [Fact]
    public void JSON_has_one_object_a_line()
    {
        var (exit, output, _) = Run("bgp", "dump", "--format", "json", Write(StateChange));

        using var elem = JsonDocument.Parse(output);
        Assert.Equal(0, exit);
        Assert.Equal("state", elem.RootElement.GetProperty("type").GetString());
        Assert.Equal(6, elem.RootElement.GetProperty("new_state").GetInt32());
    }

    [Fact]
    public void A_torn_file_gives_what_stands_before_the_tear_and_its_offset_and_exit_code_0()
    {
        var (exit, output, errors) = Run("bgp", "dump", Write(StateChange + StateChange[..40]));

        Assert.Equal((0, "BGP4MP|1000|STATE|10.0.0.1|7018|3|6\n"), (exit, output));
        Assert.Contains("torn at byte 32", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dump")]
    [InlineData("stat")]
    public void A_missing_file_and_one_that_is_not_MRT_are_said_and_the_others_are_read(string command)
    {
        var letter = Path.Combine(folder, "letter");
        File.WriteAllText(letter, "This is a letter, not a dump of routes.");
        var packed = Path.Combine(folder, "letter.gz");
        using (var stream = new System.IO.Compression.GZipStream(File.Create(packed), System.IO.Compression.CompressionLevel.Fastest))
        {
            stream.Write("This is a packed letter, not a dump of routes."u8);
        }

        var (exit, output, errors) = Run("bgp", command, Path.Combine(folder, "none"), letter, packed, Write(StateChange));

        Assert.Equal(1, exit);
        Assert.Contains("none: no such file", errors, StringComparison.Ordinal);
        Assert.Contains("letter: is not MRT", errors, StringComparison.Ordinal);
        Assert.Contains("letter.gz: is not MRT", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", errors, StringComparison.Ordinal);
        Assert.NotEmpty(output);
    }

    [Theory]
    [InlineData("bgp", "dump")]
    [InlineData("bgp", "stat")]
    [InlineData("bgp", "dump", "--format", "xml", "file")]
    public void Wrong_use_ends_with_exit_code_2_and_nothing_on_stdout(params string[] arguments)
    {
        var (exit, output, errors) = Run(arguments);

        Assert.Equal((2, string.Empty), (exit, output));
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void Counts_are_the_same_as_text_and_as_JSON()
    {
        var file = Write(StateChange);
        var (exit, output, _) = Run("bgp", "stat", "--json", file);

        using var report = JsonDocument.Parse(output);
        Assert.Equal(0, exit);
        Assert.Equal(1, report.RootElement.GetProperty("total").GetProperty("peer_states").GetInt64());
        Assert.Equal(32, report.RootElement.GetProperty("files")[0].GetProperty("bytes").GetInt64());
        Assert.Contains("1 BGP4MP/STATE_CHANGE", Run("bgp", "stat", file).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reader_that_goes_away_ends_the_dump_quietly()
    {
        // Enough lines to fill any pipe many times.
        var file = Write(string.Concat(Enumerable.Repeat(StateChange, 200_000)));
        using var process = Start(["bgp", "dump", file]);
        Assert.NotNull(process.StandardOutput.ReadLine());
        process.StandardOutput.Close();

        Assert.Equal(string.Empty, process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Standard_input_is_read_as_it_comes()
    {
        using var process = Start(["bgp", "dump", "-"]);
        foreach (var piece in Convert.FromHexString(StateChange.Replace(" ", string.Empty, StringComparison.Ordinal)).Chunk(5))
        {
            process.StandardInput.BaseStream.Write(piece);
            process.StandardInput.BaseStream.Flush();
        }

        process.StandardInput.Close();
        Assert.Equal("BGP4MP|1000|STATE|10.0.0.1|7018|3|6\n", process.StandardOutput.ReadToEnd());
    }

    string Write(string hex)
    {
        var path = Path.Combine(folder, "records");
        File.WriteAllBytes(path, Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal)));
        return path;
    }

    static (int Exit, string Output, string Errors) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    static Process Start(string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "streamwatch.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
