using Serilog;
using Serilog.Events;
using StreamWatch.App.Running;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Tests.Collectors.Probing;
using Xunit;

namespace StreamWatch.Tests.App.Running;

public sealed class StoreTroubleTests
{
    [Fact]
    public void An_hour_of_failures_every_second_is_said_once_a_minute_and_its_end_once()
    {
        var said = new Lines();
        using var log = new LoggerConfiguration().WriteTo.Sink(said).CreateLogger();
        var time = new ManualTime();
        var trouble = new StoreTrouble(time, log);
        for (var second = 0; second < 3600; second++)
        {
            trouble.Tell(new ClickHouseServerException("insert", 243, "no space left"));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(60, said.Count);
        trouble.Tell(null);
        trouble.Tell(null);
        Assert.Equal(61, said.Count);
    }

    sealed class Lines : Serilog.Core.ILogEventSink
    {
        public int Count { get; private set; }

        public void Emit(LogEvent logEvent) => Count++;
    }
}
