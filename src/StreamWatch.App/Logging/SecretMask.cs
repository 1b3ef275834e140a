using System.Text.RegularExpressions;
using Serilog.Core;
using Serilog.Events;

namespace StreamWatch.App.Logging;

/// <summary>
/// Keeps secrets out of the log: the value of a property whose name speaks of a password, a secret, a token or a key is replaced, and so is
/// the user and password inside a URL. Only top-level properties and plain values are seen: do not log whole option objects.
/// </summary>
internal sealed partial class SecretMask : ILogEventEnricher
{
    private const string Masked = "***";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? replaced = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            if (Mask(name, value) is { } masked)
            {
                (replaced ??= []).Add(new LogEventProperty(name, new ScalarValue(masked)));
            }
        }

        replaced?.ForEach(logEvent.AddOrUpdateProperty);
    }

    /// <summary>What is written instead of the value; null where it holds no secret.</summary>
    private static string? Mask(string name, LogEventPropertyValue value)
    {
        if (SecretName().IsMatch(name))
        {
            return Masked;
        }

        var text = (value as ScalarValue)?.Value switch
        {
            string plain => plain,
            Uri address => address.ToString(),
            _ => null,
        };
        return text is not null && UserInfo().IsMatch(text) ? UserInfo().Replace(text, $"://{Masked}@") : null;
    }

    [GeneratedRegex("password|secret|token|credential|api_?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();

    [GeneratedRegex("://[^/@\\s]+@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();
}
