using System.Globalization;
using System.Net;
using System.Security.Authentication;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>What can go wrong over HTTP, told as one of the <see cref="ClickHouseException"/> family.</summary>
internal sealed class HttpFaults(ClickHouseOptions options)
{
    /// <summary>Sends something, and tells what the network does to it.</summary>
    public async Task<T> ToldAsync<T>(Statement statement, Func<Task<T>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException refused)
        {
            throw new ClickHouseTlsException(statement.Name, options.Url, refused);
        }
        catch (HttpRequestException e)
        {
            throw new ClickHouseTransportException(statement.Name, $"ClickHouse at {options.Url} does not answer: {e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ClickHouseTransportException(statement.Name, $"ClickHouse at {options.Url} did not answer within {options.Timeout}", e);
        }
    }

    /// <summary>Why it refused, by an answer that is no success.</summary>
    public static async Task<ClickHouseException> RefusalAsync(Statement statement, HttpResponseMessage answer, CancellationToken cancellationToken)
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

    /// <summary>Whether it answers <c>/ping</c>.</summary>
    public static async Task<bool> PingAsync(HttpClient client, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(url, "/ping"), cancellationToken).ConfigureAwait(false);
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
}
