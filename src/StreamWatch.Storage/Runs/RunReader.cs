using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Runs;

/// <summary>Reads what is noted of the program's runs.</summary>
public sealed class RunReader
{
    private readonly IClickHouse _clickHouse;
    private readonly string _database;

    internal RunReader(IClickHouse clickHouse, string database)
    {
        _clickHouse = clickHouse;
        _database = database;
    }

    /// <summary>The run that started last among those whose options name a field; null where there is none.</summary>
    /// <param name="field">A field of the options' JSON, for example <c>Watch</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<(string RunId, string Options)?> NewestWithAsync(string field, CancellationToken cancellationToken = default)
    {
        var query = new Statement(
            "runs.newest",
            $$"""SELECT run_id, options FROM {{_database}}.runs FINAL WHERE JSONHas(options, {field:String}) ORDER BY started_at DESC, run_id LIMIT 1""")
            .With("field", field);
        await foreach (var row in _clickHouse.QueryAsync<Row>(query, cancellationToken).ConfigureAwait(false))
        {
            return (row.RunId, row.Options);
        }

        return null;
    }

    /// <summary>Whether a run of this command was ever begun.</summary>
    /// <param name="command">For example <c>run</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async Task<bool> AnyOfAsync(string command, CancellationToken cancellationToken = default)
    {
        var query = new Statement("runs.any", $$"""SELECT run_id, options FROM {{_database}}.runs WHERE command = {command:String} LIMIT 1""").With("command", command);
        await foreach (var _ in _clickHouse.QueryAsync<Row>(query, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        return false;
    }

    private sealed record Row(string RunId, string Options);
}
