using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.AdoClient;

/// <summary>
/// Stands between ClickHouse.Client and the network. It says who asks (the client's connection string then holds no password), and hears what the client would not tell: ClickHouse's own
/// error code and the status, which decide whether to try again (the client takes the first number in the text), and the tag of errors in the middle of an answer.
/// </summary>
internal sealed class ExchangeHandler : DelegatingHandler
{
    private static readonly AsyncLocal<Exchange?> _current = new();
    private readonly ClickHouseOptions _options;

    public ExchangeHandler(ClickHouseOptions options)
        : base(HttpHandlers.For(options)) => _options = options;

    /// <summary>The statement of the caller, on its way through the client.</summary>
    public static Exchange? Current
    {
        get => _current.Value;
        set => _current.Value = value;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = null;
        request.SayWho(_options);
        var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (Current is not { } exchange)
        {
            return answer;
        }

        if (answer.IsSuccessStatusCode)
        {
            exchange.Tag = StreamedAnswer.TagOf(answer);
            return answer;
        }

        using (answer)
        {
            throw await HttpFaults.RefusalAsync(exchange.Statement, answer, cancellationToken).ConfigureAwait(false);
        }
    }
}
