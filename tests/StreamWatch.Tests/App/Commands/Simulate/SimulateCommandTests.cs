using System.CommandLine;
using StreamWatch.App.Commands.Simulate;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Simulate;

public sealed class SimulateCommandTests
{
    [Fact]
    public async Task The_list_names_every_scenario_on_stdout()
    {
        var (code, output, error) = await Run("--list");
        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.All(ScenarioRegistry.All, scenario => Assert.Contains(scenario.Name + " ", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_that_is_missing_is_said_at_once_with_exit_code_2()
    {
        var (code, output, error) = await Run();
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("needs the name of a scenario", error, StringComparison.Ordinal);
        Assert.Contains("--out DIR", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_scenario_writes_nothing_and_exits_with_2()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var (code, _, error) = await Run("nonsense", "--out", folder);
        Assert.Equal(2, code);
        Assert.Contains("no scenario \"nonsense\"; there are founding, ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_scenario_is_written_once_and_not_over_another()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var (code, output, error) = await Run("flapping", "--seed", "3", "--out", folder);
            Assert.Equal((0, string.Empty), (code, error));
            Assert.Contains("flapping, seed 3: 147 files", output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder, "truth.json")));

            (code, output, error) = await Run("flapping", "--seed", "3", "--out", folder);
            Assert.Equal((1, string.Empty), (code, output));
            Assert.Contains("is not empty", error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SimulateCommand.Create().Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
