using System.Text.Json;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Evaluations;

/// <summary>Stores evaluations. They are small and made anew each time, so that they need neither blocks nor the ledger.</summary>
public sealed class EvaluationLog(IClickHouse clickHouse, string database)
{
    private const int RowsInInsert = 10_000;

    private static readonly JsonSerializerOptions _json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Stores an evaluation: its outages first, so that one that stands in <c>evaluations</c> is whole.</summary>
    /// <param name="rules">A row for each rule.</param>
    /// <param name="outages">The outages of all of them.</param>
    /// <param name="cancellationToken">Leaves outages without an evaluation behind, which no view shows.</param>
    /// <exception cref="ClickHouseException">ClickHouse does not answer or refuses.</exception>
    public async Task StoreAsync(IReadOnlyList<EvaluationRow> rules, IEnumerable<EvaluationOutageRow> outages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(outages);
        foreach (var part in outages.Chunk(RowsInInsert))
        {
            await InsertAsync("evaluation_outages", part, cancellationToken).ConfigureAwait(false);
        }

        await InsertAsync("evaluations", rules, cancellationToken).ConfigureAwait(false);
    }

    private async Task InsertAsync<T>(string table, IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        using var lines = new MemoryStream();
        foreach (var row in rows)
        {
            JsonSerializer.Serialize(lines, row, _json);
            lines.WriteByte((byte)'\n');
        }

        var statement = new Statement($"{table}.insert", $"INSERT INTO {database}.{table} FORMAT JSONEachRow").Setting("date_time_input_format", "best_effort");
        await clickHouse.InsertAsync(statement, new BytesBody(lines.ToArray()), cancellationToken).ConfigureAwait(false);
    }
}
