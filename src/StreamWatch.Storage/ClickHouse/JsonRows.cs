using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>Reads a query's rows as objects; columns in snake_case become properties in PascalCase.</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static async IAsyncEnumerable<T> ReadAsync<T>(IClickHouse clickHouse, Statement statement, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var asked = statement.Setting("output_format_json_quote_64bit_integers", "0").Setting("date_time_output_format", "iso");
        var stream = await clickHouse.OpenAsync(asked, "JSONEachRow", cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var rows = JsonSerializer.DeserializeAsyncEnumerable<T>(stream, topLevelValues: true, _json, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (rows.ConfigureAwait(false))
            {
                while (await NextAsync(statement, rows).ConfigureAwait(false))
                {
                    yield return rows.Current ?? throw new ClickHouseUsageException(statement.Name, "a row came back as null");
                }
            }
        }
    }

    private static async ValueTask<bool> NextAsync<T>(Statement statement, IAsyncEnumerator<T> rows)
    {
        try
        {
            return await rows.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ClickHouseTransportException(statement.Name, $"the connection broke in the middle of ClickHouse's answer: {e.Message}", e);
        }
    }
}
