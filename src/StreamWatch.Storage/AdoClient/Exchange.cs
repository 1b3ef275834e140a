using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.AdoClient;

/// <summary>A statement that is under way, and what its answer's head said that the client does not hand on.</summary>
internal sealed class Exchange(Statement statement)
{
    public Statement Statement { get; } = statement;

    /// <summary>Marks an error in the middle of the answer; null where the server names none.</summary>
    public string? Tag { get; set; }
}
