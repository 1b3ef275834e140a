using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>ClickHouse's HTTP interface. User and password travel in headers, never in the URL.</summary>
public sealed class ClickHouseHttp : IClickHouse
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly HttpClient _client;
    private readonly Lazy<HttpClient> _patient;
    private readonly ClickHouseOptions _options;
    private readonly bool _compress;

    public ClickHouseHttp(ClickHouseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _compress = options.Compress ?? !options.Url.IsLoopback;
        _client = Client(options, options.Timeout);
        _patient = new Lazy<HttpClient>(() => Client(options, Timeout.InfiniteTimeSpan));
    }

    public Uri Url => _options.Url;

    public void Dispose()
    {
        _client.Dispose();
        if (_patient.IsValueCreated)
        {
            _patient.Value.Dispose();
        }
    }

    public async Task<bool> PingAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri(Url, "/ping"), cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public async Task ExecuteAsync(Statement statement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        using var content = new StringContent(statement.Sql, Encoding.UTF8);
        using var answer = await SendAsync(statement, null, content, cancellationToken).ConfigureAwait(false);
        await DrainAsync(statement, answer, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Stream> OpenAsync(Statement statement, string format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        using var content = new StringContent(statement.Sql, Encoding.UTF8);
        var answer = await SendAsync(statement.Setting("default_format", format), null, content, cancellationToken).ConfigureAwait(false);
        try
        {
            return new AnswerStream(await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), answer);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    public async Task<Stream> StreamAsync(Statement statement, string format, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        using var content = new StringContent(statement.Sql, Encoding.UTF8);
        var asked = statement.Setting("default_format", format).Setting("wait_end_of_query", "0").Setting("cancel_http_readonly_queries_on_client_close", "1");
        var answer = await SendAsync(_patient.Value, asked, null, content, cancellationToken).ConfigureAwait(false);
        try
        {
            var tag = answer.Headers.TryGetValues("X-ClickHouse-Exception-Tag", out var tags) ? tags.First() : null;
            var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new StreamedAnswer(new AnswerStream(stream, answer), statement.Name, tag);
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    public async IAsyncEnumerable<T> QueryAsync<T>(Statement statement, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var asked = statement.Setting("output_format_json_quote_64bit_integers", "0").Setting("date_time_output_format", "iso");
        var stream = await OpenAsync(asked, "JSONEachRow", cancellationToken).ConfigureAwait(false);
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

    public async Task InsertAsync(Statement statement, InsertBody body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(body);
        using var content = new BodyContent(body, _compress);
        using var answer = await SendAsync(statement, statement.Sql, content, cancellationToken).ConfigureAwait(false);
        await DrainAsync(statement, answer, cancellationToken).ConfigureAwait(false);
    }

    private static HttpClient Client(ClickHouseOptions options, TimeSpan timeout)
    {
#pragma warning disable CA2000 // the client owns its handler
        return new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            UseProxy = !options.Url.IsLoopback,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            SslOptions = options.Tls?.ForClient() ?? new SslClientAuthenticationOptions(),
        })
        { Timeout = timeout };
#pragma warning restore CA2000
    }

    private Task<HttpResponseMessage> SendAsync(Statement statement, string? query, HttpContent content, CancellationToken cancellationToken) =>
        SendAsync(_client, statement.Setting("wait_end_of_query", "1"), query, content, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, Statement statement, string? query, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/" + QueryString(statement, query))) { Content = content };
        request.Headers.Add("X-ClickHouse-User", _options.User);
        if (_options.Password.Length > 0)
        {
            request.Headers.Add("X-ClickHouse-Key", _options.Password);
        }

        if (_options.Database is not null)
        {
            request.Headers.Add("X-ClickHouse-Database", _options.Database);
        }

        HttpResponseMessage answer;
        try
        {
            answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException refused)
        {
            throw new ClickHouseTlsException(statement.Name, Url, refused);
        }
        catch (HttpRequestException e)
        {
            throw new ClickHouseTransportException(statement.Name, $"ClickHouse at {Url} does not answer: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClickHouseTransportException(statement.Name, $"ClickHouse at {Url} did not answer within {_options.Timeout}", e);
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await RefusalAsync(statement, answer, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<ClickHouseException> RefusalAsync(Statement statement, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = (await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)).Trim();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new ClickHouseTransportException(statement.Name, $"the connection broke while ClickHouse said why it failed: {e.Message}", e);
        }

        var code = answer.Headers.TryGetValues("X-ClickHouse-Exception-Code", out var codes)
            && int.TryParse(codes.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return code == 0 && answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            ? new ClickHouseTransportException(statement.Name, $"HTTP {(int)answer.StatusCode}: {text}")
            : new ClickHouseServerException(statement.Name, code, text.Length > 0 ? text : $"HTTP {(int)answer.StatusCode}");
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

    private static async Task DrainAsync(Statement statement, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            await answer.Content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ClickHouseTransportException(statement.Name, $"the connection broke before ClickHouse had answered: {e.Message}", e);
        }
    }

    private string QueryString(Statement statement, string? query)
    {
        var text = new StringBuilder(_compress ? "?enable_http_compression=1" : "?enable_http_compression=0");

        statement = _options.ReadOnly ? statement.Setting("readonly", "2") : statement;
        if (_options.Cluster is not null && !_options.ReadOnly)
        {
            // Acknowledged is what most replicas have: a replica that is lost takes nothing with it that the ledger calls stored.
            statement = statement.Setting("insert_quorum", "auto");
        }

        foreach (var (name, value) in statement.Settings)
        {
            text.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }

        foreach (var (name, value) in statement.Parameters)
        {
            text.Append("&param_").Append(name).Append('=').Append(Uri.EscapeDataString(ParameterText.Of(statement.Name, name, value)));
        }

        if (query is not null)
        {
            text.Append("&query=").Append(Uri.EscapeDataString(query));
        }

        return text.ToString();
    }

    private sealed class BodyContent : HttpContent
    {
        private readonly InsertBody _body;
        private readonly bool _gzip;

        public BodyContent(InsertBody body, bool gzip)
        {
            _body = body;
            _gzip = gzip;
            Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            if (gzip)
            {
                Headers.ContentEncoding.Add("gzip");
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            if (!_gzip)
            {
                await _body.WriteToAsync(stream, cancellationToken).ConfigureAwait(false);
                return;
            }

            var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            await using (gzip.ConfigureAwait(false))
            {
                await _body.WriteToAsync(gzip, cancellationToken).ConfigureAwait(false);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Length;
            return !_gzip;
        }
    }
}
