namespace StreamWatch.Storage.ClickHouse;

/// <summary>
/// One SQL statement with a name for errors and logs. Values go in as parameters (<c>{name:Type}</c> in the text), never by splicing.
/// </summary>
/// <param name="Name">Short name, unique enough to find the statement by, for example <c>ledger.intent</c>.</param>
/// <param name="Sql">The text; it must not hold values that came from outside.</param>
public sealed record Statement(string Name, string Sql)
{
    /// <summary>Values of the <c>{name:Type}</c> placeholders.</summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = new Dictionary<string, object?>(0);

    /// <summary>ClickHouse settings for this statement alone.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(0);

    /// <summary>The same statement with one more parameter.</summary>
    public Statement With(string name, object? value) =>
        this with { Parameters = new Dictionary<string, object?>(Parameters) { [name] = value } };

    /// <summary>The same statement with one more setting.</summary>
    public Statement Setting(string name, string value) =>
        this with { Settings = new Dictionary<string, string>(Settings) { [name] = value } };
}
