using System.Text.Json;

namespace StreamWatch.App.Watching;

/// <summary>A value in a JSON file together with where it stands, so that a fault can be named: file, path, value, what is allowed.</summary>
internal readonly record struct JsonPlace(string File, string Path, JsonElement Value, List<string> Faults)
{
    private const int ShownCharacters = 60;
    private const uint AsTrans = 23456;

    /// <summary>Adds a fault of this place.</summary>
    public void Fault(string allowed)
    {
        var raw = Value.ValueKind == JsonValueKind.Undefined ? "missing" : Value.GetRawText();
        raw = raw.Length > ShownCharacters ? raw[..ShownCharacters] + "…" : raw;
        Faults.Add($"{File}: {Path} is {raw}; {allowed}");
    }

    /// <summary>Whether the value is an object with no fields but these; a field that is not known is a fault.</summary>
    public bool IsObject(params string[] fields)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            Fault("it has to be an object");
            return false;
        }

        foreach (var property in Value.EnumerateObject())
        {
            if (!fields.Contains(property.Name))
            {
                Faults.Add($"{File}: {Path}.{property.Name} is not known; allowed are {string.Join(", ", fields)}");
            }
        }

        return true;
    }

    /// <summary>A field; its value is undefined where it is missing.</summary>
    public JsonPlace Field(string name) => this with
    {
        Path = $"{Path}.{name}",
        Value = Value.TryGetProperty(name, out var value) ? value : default,
    };

    /// <summary>The items of a field that is a list; none where it is missing.</summary>
    public IReadOnlyList<JsonPlace> Items(string name)
    {
        var field = Field(name);
        if (field.Value.ValueKind == JsonValueKind.Array)
        {
            return [.. field.Value.EnumerateArray().Select((item, i) => field with { Path = $"{field.Path}[{i}]", Value = item })];
        }

        if (field.Value.ValueKind != JsonValueKind.Undefined)
        {
            field.Fault("it has to be a list");
        }

        return [];
    }

    /// <summary>A text field; a fault where it is missing though it is needed, or no text, or not allowed.</summary>
    public string? Text(string name, bool needed = false, Func<string, bool>? isAllowed = null, string allowed = "it has to be a text")
    {
        var field = Field(name);
        switch (field.Value.ValueKind)
        {
            case JsonValueKind.String when field.Value.GetString() is { Length: > 0 } text && (isAllowed?.Invoke(text) ?? true):
                return text;
            case JsonValueKind.Undefined when !needed:
                return null;
            default:
                field.Fault(allowed);
                return null;
        }
    }

    /// <summary>An ASN: 1 to 4,294,967,294, but not AS_TRANS, which stands for others (RFC 6793 section 9).</summary>
    public uint? Asn()
    {
        if (Value.ValueKind == JsonValueKind.Number && Value.TryGetUInt32(out var asn) && asn is > 0 and not AsTrans and < uint.MaxValue)
        {
            return asn;
        }

        Fault("an ASN is a whole number from 1 to 4294967294, and not 23456 (AS_TRANS)");
        return null;
    }
}
