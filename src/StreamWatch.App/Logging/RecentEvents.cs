using System.Globalization;
using Serilog.Core;
using Serilog.Events;

namespace StreamWatch.App.Logging;

/// <summary>Keeps the newest events of the log as lines, for a command that draws on the terminal where they would appear. Safe for concurrent use.</summary>
internal sealed class RecentEvents : ILogEventSink
{
    private const int Kept = 5;

    private readonly Lock _lock = new();
    private readonly LinkedList<string> _lines = [];

    /// <summary>The newest, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Emit(LogEvent logEvent)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{logEvent.Timestamp.UtcDateTime:HH:mm:ss} {logEvent.Level.ToString().ToLowerInvariant()}: {logEvent.RenderMessage(CultureInfo.InvariantCulture)}");
        lock (_lock)
        {
            _lines.AddLast(line);
            if (_lines.Count > Kept)
            {
                _lines.RemoveFirst();
            }
        }
    }
}
