using System.Globalization;
using System.Text;

namespace StreamWatch.App.Commands.Annotate;

/// <summary>What a note may hold, and how notes are shown.</summary>
internal static class NoteText
{
    /// <summary>Most characters of a note.</summary>
    public const int LongestText = 4_000;

    /// <summary>Most characters of an author's name.</summary>
    public const int LongestAuthor = 100;

    /// <summary>Every fault of a note.</summary>
    public static IReadOnlyList<string> Faults(string text, string author)
    {
        var faults = new List<string>();
        Check(faults, "the note", text, LongestText, lines: true);
        Check(faults, "--author", author, LongestAuthor, lines: false);
        return faults;
    }

    /// <summary>Lines for people: when, who, of what, and the note.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Note> notes, int indent)
    {
        var margin = new string(' ', indent);
        foreach (var note in notes)
        {
            yield return $"{margin}{note.WrittenAt} {note.Author} on {note.SubjectType} {note.Subject}:";
            foreach (var line in note.Text.Split('\n'))
            {
                yield return $"{margin}  {line.TrimEnd()}";
            }
        }
    }

    // Control characters could rewrite the screen of whoever reads it.
    private static void Check(List<string> faults, string what, string text, int most, bool lines)
    {
        var length = text.EnumerateRunes().Count();
        if (string.IsNullOrWhiteSpace(text) || length > most)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what} has {length:N0} characters{(length > 0 && length <= most ? ", all blank" : "")}; 1 to {most:N0} are allowed"));
        }

        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) && !(lines && rune.Value is '\n' or '\r' or '\t'))
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{what} holds the control character U+{rune.Value:X4}; {(lines ? "of those line ends and tabs are allowed" : "none are allowed")}"));
                return;
            }
        }
    }
}
