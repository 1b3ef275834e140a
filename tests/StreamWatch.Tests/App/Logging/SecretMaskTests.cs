using Serilog;
using Serilog.Core;
using Serilog.Events;
using StreamWatch.App.Logging;
using Xunit;

namespace StreamWatch.Tests.App.Logging;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("Password", "hunter2")]
    [InlineData("clickhousePassword", "hunter2")]
    [InlineData("AccessToken", "hunter2")]
    [InlineData("Url", "http://writer:hunter2@localhost:8123/")]
    public void A_secret_is_not_logged(string property, string value)
    {
        var logged = Log("Connecting with {" + property + "}", value);

        Assert.DoesNotContain("hunter2", logged.RenderMessage(null), StringComparison.Ordinal);
        Assert.Contains("***", logged.RenderMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_inside_a_uri_value_is_not_logged() =>
        Assert.Equal("Connecting to \"http://***@localhost:8123/\"", Log("Connecting to {Url}", new Uri("http://writer:hunter2@localhost:8123/")).RenderMessage(null));

    [Theory]
    [InlineData("Url", "http://localhost:8123/?user=@x")]
    [InlineData("File", "updates.20080501.0000.bz2")]
    [InlineData("Count", 5)]
    public void What_is_no_secret_is_logged_as_it_is(string property, object value) =>
        Assert.Equal(value, ((ScalarValue)Log("Read {" + property + "}", value).Properties[property]).Value);

    static LogEvent Log(string template, object value)
    {
        var sink = new LastEvent();
        using var log = new LoggerConfiguration().Enrich.With(new SecretMask()).WriteTo.Sink(sink).CreateLogger();
#pragma warning disable CA2254 // the template is what is tested here
        log.Information(template, value);
#pragma warning restore CA2254
        return sink.Event!;
    }

    sealed class LastEvent : ILogEventSink
    {
        public LogEvent? Event { get; private set; }

        public void Emit(LogEvent logEvent) => Event = logEvent;
    }
}
