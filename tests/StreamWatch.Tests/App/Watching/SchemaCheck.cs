using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StreamWatch.Tests.App.Watching;

/// <summary>Judges a value by the keywords of JSON Schema that the watch file's schema uses; any other keyword fails the test.</summary>
sealed class SchemaCheck(JsonElement root)
{
    static readonly HashSet<string> Annotations = ["$schema", "$id", "$defs", "title", "description", "default", "examples", "then"];

    public bool Allows(JsonElement value) => Allows(root, value);

    bool Allows(JsonElement schema, JsonElement value) =>
        schema.EnumerateObject().Where(keyword => !Annotations.Contains(keyword.Name)).All(keyword => Holds(schema, keyword.Name, keyword.Value, value));

    bool Holds(JsonElement schema, string keyword, JsonElement rule, JsonElement value) => keyword switch
    {
        "$ref" => Allows(root.GetProperty("$defs").GetProperty(rule.GetString()!["#/$defs/".Length..]), value),
        "type" => rule.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && decimal.IsInteger(value.GetDecimal()),
            var type => throw new NotSupportedException($"type {type}"),
        },
        "enum" => rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
        "const" => JsonElement.DeepEquals(rule, value),
        "not" => !Allows(rule, value),
        "anyOf" => rule.EnumerateArray().Any(one => Allows(one, value)),
        "if" => !Allows(rule, value) || Allows(schema.GetProperty("then"), value),
        "dependentSchemas" => value.ValueKind != JsonValueKind.Object
            || rule.EnumerateObject().All(field => !value.TryGetProperty(field.Name, out _) || Allows(field.Value, value)),
        "required" => value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object
            || rule.EnumerateObject().All(property => !value.TryGetProperty(property.Name, out var field) || Allows(property.Value, field)),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object
            || value.EnumerateObject().All(field => schema.GetProperty("properties").TryGetProperty(field.Name, out _)),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(item => Allows(rule, item)),
        "uniqueItems" => value.ValueKind != JsonValueKind.Array
            || value.EnumerateArray().Select(item => item.GetRawText()).Distinct().Count() == value.GetArrayLength(),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= rule.GetDecimal(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= rule.GetDecimal(),
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= rule.GetInt32(),
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= rule.GetInt32(),
        "pattern" => value.ValueKind != JsonValueKind.String
            || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1)),
        "format" => value.ValueKind != JsonValueKind.String || HasFormat(rule.GetString()!, value.GetString()!),
        _ => throw new NotSupportedException($"keyword {keyword}"),
    };

    static bool HasFormat(string format, string text) => format switch
    {
        "ipv4" => Regex.IsMatch(text, @"^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$", RegexOptions.None, TimeSpan.FromSeconds(1)),
        "ipv6" => Regex.IsMatch(text, "^[0-9A-Fa-f:.]+$", RegexOptions.None, TimeSpan.FromSeconds(1))
            && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        "date-time" => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$", RegexOptions.None, TimeSpan.FromSeconds(1))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        _ => throw new NotSupportedException($"format {format}"),
    };
}
