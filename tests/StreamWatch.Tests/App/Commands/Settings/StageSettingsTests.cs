using System.CommandLine;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Stages;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Settings;

/// <summary>Where a stage tells its health and sends its metrics.</summary>
public sealed class StageSettingsTests
{
    [Theory]
    [InlineData("127.0.0.1:8081", "127.0.0.1:8081")]
    [InlineData("8081", "127.0.0.1:8081")]
    [InlineData(":8081", "127.0.0.1:8081")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("0.0.0.0:65535", "0.0.0.0:65535")]
    [InlineData("*:80", "0.0.0.0:80")]
    [InlineData("[::1]:8081", "[::1]:8081")]
    public void An_address_without_a_host_is_of_this_host_alone(string text, string expected)
    {
        var (options, faults) = Read("--health", text);

        Assert.Empty(faults);
        Assert.Equal(expected, options.Health!.ToString());
    }

    [Theory]
    [InlineData("::1:8081")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("example.org:80")]
    [InlineData("")]
    public void What_is_no_address_is_refused_with_what_may_be_written(string text)
    {
        var (options, faults) = Read("--health", text);

        Assert.Null(options.Health);
        Assert.StartsWith($"--health is \"{text}\"; write an address and a port from 0 to 65535", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Both_are_off_by_default_and_metrics_are_on_where_the_standard_variable_names_a_receiver()
    {
        Assert.Equal(new StageOptions(), Read().Options);
        Assert.Equal(new Uri("http://127.0.0.1:4318"), Read("--otlp", "http://127.0.0.1:4318").Options.Otlp);

        var settings = new StageSettings();
        var command = new Command("stage");
        settings.AddTo(command);
        Assert.True(settings.Read(command.Parse([]), [], name => name == "OTEL_EXPORTER_OTLP_ENDPOINT" ? "http://collector:4317" : null).OtlpByStandard);
    }

    [Theory]
    [InlineData("collector:4318")]
    [InlineData("ftp://collector")]
    [InlineData("http://user:hunter2@collector:4318")]
    public void A_receiver_is_an_address_without_secrets(string url)
    {
        var fault = Assert.Single(Read("--otlp", url).Faults);

        Assert.Contains("write http://host:4318", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    static (StageOptions Options, List<string> Faults) Read(params string[] arguments)
    {
        var settings = new StageSettings();
        var command = new Command("stage");
        settings.AddTo(command);
        var faults = new List<string>();
        return (settings.Read(command.Parse(arguments), faults, _ => null), faults);
    }
}
