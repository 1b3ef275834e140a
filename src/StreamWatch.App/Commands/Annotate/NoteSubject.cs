namespace StreamWatch.App.Commands.Annotate;

/// <summary>What a note is of.</summary>
/// <param name="OutageId">The outage that was named; null where it is the incident.</param>
/// <param name="IncidentId">The incident that it belongs to.</param>
internal sealed record NoteSubject(string? OutageId, string IncidentId)
{
    /// <summary>As <c>annotations</c> has it.</summary>
    public string Type => OutageId is null ? "incident" : "outage";

    public string Id => OutageId ?? IncidentId;
}
