using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Runs;

namespace StreamWatch.Storage.Reading;

/// <summary>Everything of a store that is read back: it needs no more than a client that may read.</summary>
/// <param name="clickHouse">The ClickHouse behind it.</param>
/// <param name="database">Database that holds everything.</param>
public sealed class StoredHistory(IClickHouse clickHouse, string database)
{
    /// <summary>Probe results and heartbeats.</summary>
    public MeasurementReader Measurements { get; } = new(clickHouse, database);

    /// <summary>Elems, states of sessions and the ends of tables.</summary>
    public RouteReader Routes { get; } = new(clickHouse, database);

    /// <summary>The sources of these.</summary>
    public SourceReader Sources { get; } = new(clickHouse, database);

    /// <summary>Outages.</summary>
    public OutageReader Outages { get; } = new(clickHouse, database);

    /// <summary>Runs of the program.</summary>
    public RunReader Runs { get; } = new(clickHouse, database);
}
