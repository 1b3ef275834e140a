using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>ClickHouse's HTTP interface, spoken to directly. User and password travel in headers, never in the URL.</summary>
public sealed class ClickHouseHttp : IClickHouse
{
    private readonly HttpClient _client;
    private readonly Lazy<HttpClient> _patient;
    private readonly ClickHouseOptions _options;
    private readonly HttpFaults _faults;
    private readonly bool _compress;

    public ClickHouseHttp(ClickHouseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _compress = options.Compress ?? !options.Url.IsLoopback;
        _faults = new HttpFaults(options);
        _client = new HttpClient(HttpHandlers.For(options)) { Timeout = options.Timeout };
        _patient = new Lazy<HttpClient>(() => new HttpClient(HttpHandlers.For(options)) { Timeout = Timeout.InfiniteTimeSpan });
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

    public Task<bool> PingAsync(CancellationToken cancellationToken = default) => HttpFaults.PingAsync(_client, Url, cancellationToken);

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
        var answer = await SendAsync(statement.In(format), null, content, cancellationToken).ConfigureAwait(false);
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
        var answer = await SendAsync(_patient.Value, statement.Streamed(format), null, content, cancellationToken).ConfigureAwait(false);
        try
        {
            var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new StreamedAnswer(new AnswerStream(stream, answer), statement.Name, StreamedAnswer.TagOf(answer));
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    public IAsyncEnumerable<T> QueryAsync<T>(Statement statement, CancellationToken cancellationToken = default) =>
        JsonRows.ReadAsync<T>(this, statement, cancellationToken);

    public async Task InsertAsync(Statement statement, InsertBody body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentNullException.ThrowIfNull(body);
        using var content = new BodyContent(body, _compress);
        using var answer = await SendAsync(statement, statement.Sql, content, cancellationToken).ConfigureAwait(false);
        await DrainAsync(statement, answer, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(Statement statement, string? query, HttpContent content, CancellationToken cancellationToken) =>
        SendAsync(_client, statement.Whole(), query, content, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, Statement statement, string? query, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, "/" + QueryString(statement, query))) { Content = content };
        request.SayWho(_options);
        var answer = await _faults.ToldAsync(statement, () => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await HttpFaults.RefusalAsync(statement, answer, cancellationToken).ConfigureAwait(false);
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
        foreach (var (name, value) in statement.BoundBy(_options).Settings)
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

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            _body.WriteToAsync(stream, _gzip, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = _body.Length;
            return !_gzip;
        }
    }
}
