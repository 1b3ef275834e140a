using System.CommandLine;
using StreamWatch.App.Commands;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Output;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Settings;

/// <summary>What is not on a stage's command line comes from the environment, checked alike, and with the variable's name in what is said of it.</summary>
public sealed class EnvironmentDefaultsTests
{
    readonly Option<string> _every = SettingOptions.Duration("--store-every", "From one storing to the next, 1s to 5m.", TimeSpan.FromSeconds(10));
    readonly Option<int> _rows = SettingOptions.Number("--block-rows", "Rows in a block, 1 to 100.", 10);
    readonly Option<bool> _json = new("--json") { Description = "Print JSON." };
    readonly Option<string[]> _inputs = new("--input") { Description = "Files.", AllowMultipleArgumentsPerToken = false };
    readonly Option<string> _engine = new("--engine") { Description = "local or streamiz.", DefaultValueFactory = _ => "local" };
    readonly Dictionary<string, string> _environment = [];
    readonly Command _command;

    public EnvironmentDefaultsTests()
    {
        _engine.AcceptOnlyFromAmong("local", "streamiz");
        _command = new Command("stage", "A stage.") { _every, _rows, _json, _inputs, _engine };
        EnvironmentDefaults.AddTo(_command);
    }

    [Fact]
    public void An_option_that_is_not_on_the_command_line_has_the_value_of_its_variable()
    {
        Set("STREAMWATCH_STORE_EVERY", "30s", "STREAMWATCH_BLOCK_ROWS", "7", "STREAMWATCH_INPUT", "a.gz, b.gz", "STREAMWATCH_ENGINE", "streamiz");
        var parsed = Parse("--block-rows", "8");

        Assert.Empty(parsed.Errors);
        Assert.Equal(("30s", 8, "streamiz"), (parsed.GetValue(_every), parsed.GetValue(_rows), parsed.GetValue(_engine)));
        Assert.Equal(["a.gz", "b.gz"], parsed.GetValue(_inputs)!);
        Assert.Equal((true, false), (EnvironmentDefaults.IsGiven(parsed, _every), EnvironmentDefaults.IsGiven(parsed, _rows)));
        Assert.True(SettingOptions.IsGiven(parsed, _every));
    }

    [Fact]
    public void Without_the_variable_or_with_an_empty_one_the_default_holds()
    {
        Set("STREAMWATCH_BLOCK_ROWS", "");
        var parsed = Parse();

        Assert.Equal(("10s", 10, false), (parsed.GetValue(_every), parsed.GetValue(_rows), parsed.GetValue(_json)));
        Assert.False(SettingOptions.IsGiven(parsed, _rows));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("Yes", true)]
    [InlineData("0", false)]
    [InlineData("false", false)]
    [InlineData("NO", false)]
    public void A_switch_is_1_true_or_yes_and_off_by_0_false_or_no(string text, bool expected)
    {
        Set("STREAMWATCH_JSON", text);
        Assert.Equal((0, expected), (Parse().Errors.Count, Parse().GetValue(_json)));
        Assert.True(Parse("--json").GetValue(_json));
    }

    [Theory]
    [InlineData("STREAMWATCH_JSON", "perhaps", "STREAMWATCH_JSON is \"perhaps\"; allowed are 1, true or yes, and 0, false or no")]
    [InlineData("STREAMWATCH_BLOCK_ROWS", "many", "'STREAMWATCH_BLOCK_ROWS' as a whole number")]
    [InlineData("STREAMWATCH_ENGINE", "flink", "STREAMWATCH_ENGINE is \"flink\": Argument 'flink' not recognized. Must be one of:")]
    public void What_cannot_be_read_is_told_as_on_the_command_line_but_of_the_variable(string variable, string value, string told)
    {
        Set(variable, value);
        var parsed = Parse();

        Assert.Contains(told, EnvironmentDefaults.Explain(parsed, WrongUse.Explain(Assert.Single(parsed.Errors).Message)), StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_of_the_stage_name_the_variable_where_the_value_comes_from_it_and_the_option_else()
    {
        Set("STREAMWATCH_STORE_EVERY", "1h");
        var parsed = Parse("--block-rows", "1000");
        var faults = new List<string>();
        SettingOptions.Time(parsed, _every, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5), faults);
        SettingOptions.Number(parsed, _rows, 1, 100, faults);
        var message = EnvironmentDefaults.Explain(parsed, new StreamWatch.App.Watching.ConfigurationException(faults).Message);

        Assert.Equal("the configuration has 2 faults:\n  - STREAMWATCH_STORE_EVERY is 1h; allowed are 1s to 5m\n  - --block-rows is 1000; allowed are 1 to 100", message);
    }

    [Fact]
    public void What_is_behind_two_dashes_stays_there()
    {
        var files = new Argument<string[]>("FILE");
        var command = new Command("stage") { files, _rows };
        EnvironmentDefaults.AddTo(command);
        var parsed = EnvironmentDefaults.Parse(command, ["--", "--block-rows", "@x"], name => name == "STREAMWATCH_BLOCK_ROWS" ? "5" : null);

        Assert.Equal(["--block-rows", "@x"], parsed.GetValue(files)!);
        Assert.Equal(5, parsed.GetValue(_rows));
    }

    [Fact]
    public async Task The_help_names_the_variables()
    {
        using var output = new StringWriter();
        await ProgramCommands.Create().Parse("run --help").InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        var help = string.Join(' ', output.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains("[STREAMWATCH_STORE_EVERY]", help, StringComparison.Ordinal);
        Assert.Contains("[STREAMWATCH_LOG_LEVEL]", help, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_on_the_command_line_wins_over_the_other_kind_in_the_environment()
    {
        Set("STREAMWATCH_CLICKHOUSE", "http://127.0.0.1:1", "STREAMWATCH_DATA", "elsewhere", "STREAMWATCH_LOG_LEVEL", "debug");
        var target = new StreamWatch.App.Commands.Stores.StoreTarget();
        var command = new Command("stage");
        target.AddTo(command);
        EnvironmentDefaults.AddTo(command);

        Assert.Equal("d", target.Read(EnvironmentDefaults.Parse(command, ["--data", "d"], Get), "stage").DataDirectory);
        Assert.Equal(new Uri("http://127.0.0.1:2"), target.Read(EnvironmentDefaults.Parse(command, ["--clickhouse", "http://127.0.0.1:2"], Get), "stage").Server!.Url);
        Assert.Contains("not both", Assert.Throws<StreamWatch.App.Watching.ConfigurationException>(() => target.Read(EnvironmentDefaults.Parse(command, [], Get), "stage")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_of_every_command_can_be_set_so_and_nothing_else_of_what_is_no_stage()
    {
        Set("STREAMWATCH_LOG_LEVEL", "debug", "STREAMWATCH_JSON", "1");
        var parsed = EnvironmentDefaults.Parse(ProgramCommands.Create(), ["probe", "tcp://127.0.0.1:1"], Get);

        Assert.Equal("debug", parsed.GetValue(StreamWatch.App.Logging.ProgramLog.Level));
        Assert.False(parsed.GetValue<bool>("--json"));
    }

    ParseResult Parse(params string[] arguments) => EnvironmentDefaults.Parse(_command, arguments, Get);

    string? Get(string name) => _environment.GetValueOrDefault(name);

    void Set(params string[] pairs)
    {
        foreach (var pair in pairs.Chunk(2))
        {
            _environment[pair[0]] = pair[1];
        }
    }
}
