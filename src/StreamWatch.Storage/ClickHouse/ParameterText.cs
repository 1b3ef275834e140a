using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;

namespace StreamWatch.Storage.ClickHouse;

/// <summary>Writes a value as the text that ClickHouse reads for a <c>{name:Type}</c> parameter: the escaping of the TSV format.</summary>
public static class ParameterText
{
    /// <summary>Text of one parameter.</summary>
    /// <exception cref="ClickHouseUsageException">The value has a type that has no text here.</exception>
    public static string Of(string statement, string name, object? value) => value switch
    {
        null => "\\N",
        string text => Escape(text),
        bool flag => flag ? "1" : "0",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        IPAddress address => address.ToString(),
        Guid id => id.ToString(),
        Enum e => Convert.ToInt64(e, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(',', items.Cast<object?>().Select(i => Item(statement, name, i))) + "]",
        _ => throw new ClickHouseUsageException(statement, $"parameter {name} has a value of type {value.GetType()}, which has no text for ClickHouse"),
    };

    // Inside an array a text stands in quotes and is escaped for them alone; missing values are the word NULL.
    private static string Item(string statement, string name, object? value) => value switch
    {
        null => "NULL",
        string text => "'" + Escape(text).Replace("'", "\\'", StringComparison.Ordinal) + "'",
        _ => Of(statement, name, value),
    };

    private static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny("\\\t\n\r\0") < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append("\\\\"),
                '\t' => escaped.Append("\\t"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\0' => escaped.Append("\\0"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
