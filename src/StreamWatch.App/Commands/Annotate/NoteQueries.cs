using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Annotate;

/// <summary>Notes in and out of <c>annotations</c>.</summary>
internal static class NoteQueries
{
    private const string Columns = "SELECT subject_type, subject, id, written_at, author, text FROM annotations FINAL WHERE text != ''";
    private const string Order = "ORDER BY written_at, id";

    /// <summary>All notes, oldest first.</summary>
    public static Statement All() => new("notes.all", $"{Columns} {Order}");

    /// <summary>The notes of an outage and of the incident that it belongs to, oldest first.</summary>
    public static Statement Of(NoteSubject subject) => new Statement(
        "notes.of",
        $$"""{{Columns}} AND ((subject_type = 'outage' AND subject = {outage:String}) OR (subject_type = 'incident' AND subject = {incident:String})) {{Order}}""")
        .With("outage", subject.OutageId ?? "").With("incident", subject.IncidentId);

    /// <summary>Writes a note; one of the same id and subject is replaced.</summary>
    public static Statement Write(NoteSubject subject, string id, DateTimeOffset at, string author, string text) => new Statement(
        "notes.write",
        """
        INSERT INTO annotations (subject_type, subject, id, written_at, author, text)
        SELECT {type:String}, {subject:String}, {id:String}, {at:DateTime64(3, 'UTC')}, {author:String}, {text:String}
        """)
        .With("type", subject.Type).With("subject", subject.Id).With("id", id).With("at", at).With("author", author).With("text", text);
}
