namespace StreamWatch.App.Commands.Annotate;

/// <summary>A note that somebody left, as <c>annotations</c> has it; times are RFC 3339.</summary>
internal sealed record Note
{
    public string SubjectType { get; init; } = "";

    /// <summary>Id of the outage or incident, or name of the entity.</summary>
    public string Subject { get; init; } = "";

    public string Id { get; init; } = "";

    public string WrittenAt { get; init; } = "";

    public string Author { get; init; } = "";

    public string Text { get; init; } = "";
}
