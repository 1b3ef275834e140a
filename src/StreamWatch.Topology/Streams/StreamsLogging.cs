using Microsoft.Extensions.Logging;

namespace StreamWatch.Topology.Streams;

/// <summary>
/// What Streamiz and its clients say: warnings and errors, and of each place that says them one line a minute. Its information is left out: every change of a state
/// is one, and the first has all settings in it, passwords too. Safe for concurrent use.
/// </summary>
/// <param name="time">The clock; only its timestamps are used.</param>
/// <param name="tell">Hears a line, whether it is an error, and how many of the same place were left out since the last one.</param>
public sealed class StreamsLogging(TimeProvider time, Action<string, bool, long> tell) : ILoggerFactory
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string, LogLevel), (long ToldAt, long LeftOut)> _places = [];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Place(this, categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("there is one listener");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private void Hear(string place, LogLevel level, string line)
    {
        long leftOut;
        lock (_gate)
        {
            if (_places.TryGetValue((place, level), out var last) && time.GetElapsedTime(last.ToldAt) < Pause)
            {
                _places[(place, level)] = last with { LeftOut = last.LeftOut + 1 };
                return;
            }

            leftOut = last.LeftOut;
            _places[(place, level)] = (time.GetTimestamp(), 0);
        }

        tell(line, level >= LogLevel.Error, leftOut);
    }

    private sealed class Place(StreamsLogging owner, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var said = formatter(state, exception);
                owner.Hear(name, logLevel, string.Join("; ", (exception is null ? said : $"{said} {exception.Message}").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
            }
        }
    }
}
