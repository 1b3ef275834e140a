using System.Text;
using ClickHouse.Client.ADO;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.AdoClient;

/// <summary>
/// A ClickHouse server through ClickHouse.Client: its commands carry queries, its raw stream carries blocks and schema statements. Rows are read and blocks are written here, in the formats
/// that the embedded engine is spoken to in; the connections below it, with trust, time-outs, user and the meaning of errors, are those of <see cref="ClickHouseHttp"/>.
/// </summary>
internal sealed class ClientClickHouse : IClickHouse
{
    private readonly ClickHouseOptions _options;
    private readonly HttpFaults _faults;
    private readonly ExchangeHandler _handler;
    private readonly HttpClient _client;
    private readonly HttpClient _patient;
    private readonly ClickHouseConnection _querying;
    private readonly ClickHouseConnection _streaming;
    private readonly bool _compress;

    public ClientClickHouse(ClickHouseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _compress = options.Compress ?? !options.Url.IsLoopback;
        _faults = new HttpFaults(options);
        _handler = new ExchangeHandler(options);
        _client = new HttpClient(_handler, disposeHandler: false) { Timeout = options.Timeout };
        _patient = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _querying = Connection(_client);
        _streaming = Connection(_patient);
    }

    public Uri Url => _options.Url;

    public void Dispose()
    {
        _querying.Dispose();
        _streaming.Dispose();
        _client.Dispose();
        _patient.Dispose();
        _handler.Dispose();
    }

    public Task<bool> PingAsync(CancellationToken cancellationToken = default) => HttpFaults.PingAsync(_client, Url, cancellationToken);

    public Task ExecuteAsync(Statement statement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return PostAsync(statement, "", new BytesBody(Encoding.UTF8.GetBytes(statement.Sql)), cancellationToken);
    }

    public async Task<Stream> OpenAsync(Statement statement, string format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var (answer, _) = await AskAsync(_querying, statement.In(format).Whole(), cancellationToken).ConfigureAwait(false);
        return answer;
    }

    public async Task<Stream> StreamAsync(Statement statement, string format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var (answer, tag) = await AskAsync(_streaming, statement.Streamed(format), cancellationToken).ConfigureAwait(false);
        return new StreamedAnswer(answer, statement.Name, tag);
    }

    public IAsyncEnumerable<T> QueryAsync<T>(Statement statement, CancellationToken cancellationToken = default) =>
        JsonRows.ReadAsync<T>(this, statement, cancellationToken);

    public Task InsertAsync(Statement statement, InsertBody body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(body);
        return PostAsync(statement, statement.Sql, body, cancellationToken);
    }

    /// <summary>A connection without a secret: user, password and database are put into each request by <see cref="ExchangeHandler"/>.</summary>
    private ClickHouseConnection Connection(HttpClient client)
    {
        var text = new ClickHouseConnectionStringBuilder { Protocol = Url.Scheme, Host = Url.Host, Port = (ushort)Url.Port, Username = _options.User, Compression = _compress };
        var connection = new ClickHouseConnection(text.ConnectionString, client);

        // Else it asks for the database of a variable of its own.
        connection.ChangeDatabase("");
        return connection;
    }

    /// <summary>The raw stream has no settings but those of its connection, which therefore serves one statement; the sockets below are shared.</summary>
    private async Task PostAsync(Statement statement, string sql, InsertBody body, CancellationToken cancellationToken)
    {
        using var connection = Connection(_client);
        foreach (var (name, value) in Words(statement.Whole()))
        {
            connection.CustomSettings[name] = value;
        }

        await ExchangeAsync(
            statement,
            async () =>
            {
                await connection.PostStreamAsync(sql, (stream, token) => body.WriteToAsync(stream, _compress, token), _compress, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<(Stream Answer, string? Tag)> AskAsync(ClickHouseConnection connection, Statement statement, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var (name, value) in Words(statement))
        {
            command.CustomSettings[name] = value;
        }

        return await ExchangeAsync(
            statement,
            async () =>
            {
                // The command would open it too, but could not be stopped meanwhile.
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                var answer = await command.ExecuteRawResultAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    return ((Stream)new AnswerStream(await answer.ReadAsStreamAsync().ConfigureAwait(false), answer), ExchangeHandler.Current?.Tag);
                }
                catch
                {
                    answer.Dispose();
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> ExchangeAsync<T>(Statement statement, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        ExchangeHandler.Current = new Exchange(statement);
        try
        {
            return await _faults.ToldAsync(statement, run, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            throw new ClickHouseTransportException(statement.Name, $"what answers at {Url} says nothing that ClickHouse would: {e.Message}", e);
        }
    }

    /// <summary>Settings, and values of parameters in ClickHouse's own text: what the URL takes.</summary>
    private IEnumerable<KeyValuePair<string, string>> Words(Statement statement)
    {
        var asked = statement.BoundBy(_options);
        return asked.Settings.Concat(asked.Parameters.Select(parameter => KeyValuePair.Create("param_" + parameter.Key, ParameterText.Of(statement.Name, parameter.Key, parameter.Value))));
    }
}
