using System.Globalization;
using System.Text.Json;
using StreamWatch.App.Incidents;
using StreamWatch.App.Output;
using StreamWatch.App.Redetect;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Commands.Redetect;

/// <summary>What detecting again found, for people: a row for each difference, and how many there are.</summary>
internal static class RedetectText
{
    private const int NamesShown = 3;

    private static readonly string[] _columns = ["change", "entity", "onset (UTC)", "recovered", "severity", "what is different", "id"];

    /// <summary>As in JSON.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static void Write(TextWriter output, RedetectResult result)
    {
        var different = result.Differences.Where(difference => difference.Change != OutageChange.Same).ToList();
        if (different.Count > 0)
        {
            ResultTable.Write(output, _columns, different.Select(Cells));
        }

        var culture = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(
            culture,
            $"{(different.Count == 0 ? "Nothing changed: " : "")}{result.Count(OutageChange.New):N0} new, {result.Count(OutageChange.Gone):N0} gone, {result.Count(OutageChange.Changed):N0} changed, {result.Count(OutageChange.Same):N0} the same"));
        foreach (var reason in result.Unjudged.GroupBy(unjudged => unjudged.Reason))
        {
            output.WriteLine(string.Create(culture, $"{reason.Count():N0} left as they are: {reason.Key} ({Some([.. reason.Select(unjudged => unjudged.Outage.Id)])})"));
        }

        output.WriteLine(string.Create(
            culture,
            $"{result.Routes:N0} elems and {result.Probes:N0} probe results from {result.ReadFrom:yyyy-MM-dd HH:mm} on, read and judged in {result.Elapsed.TotalSeconds:N1} s"));
    }

    /// <summary>That files are stored in part, and what to do.</summary>
    public static string Unfinished(IReadOnlyList<string> names) => string.Create(
        CultureInfo.InvariantCulture,
        $"{names.Count:N0} files of the time are stored in part, or by a version that did not note their ends ({Some(names)}); replay the same files again, which adds what is missing and stores nothing twice");

    /// <summary>What is watched, in a few words.</summary>
    public static string Watched(bool allAsns, WatchList watch) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(allAsns ? "all ASNs" : $"{watch.Asns.Count:N0} ASNs")}, {watch.Groups.Count:N0} groups and {watch.Targets.Count:N0} targets by name");

    private static string[] Cells(OutageDifference difference)
    {
        var (stored, found) = (difference.Stored, difference.Found);
        return
        [
            Name(difference.Change),
            difference.Shown.Entity,
            Change(stored, found, outage => Moment(outage.OnsetAt)),
            Change(stored, found, outage => outage.RecoveredAt is { } at ? Moment(at) : Name(outage.State)),
            Change(stored, found, outage => Name(outage.Severity)),
            string.Join(", ", difference.Fields.Select(field => field == OutageField.Cause ? Causes(stored!, found!) : Name(field))),
            difference.Shown.Id,
        ];
    }

    private static string Change(OutageRevision? stored, OutageRevision? found, Func<OutageRevision, string> say)
    {
        var (before, after) = (stored is null ? null : say(stored), found is null ? null : say(found));
        return before is null || after is null || before == after ? after ?? before! : $"{before} -> {after}";
    }

    private static string Causes(OutageRevision stored, OutageRevision found) => $"cause: {FirstCause(stored)} -> {FirstCause(found)}";

    private static string FirstCause(OutageRevision outage) => outage.Analysis.Causes.Count == 0 ? "none" : CauseWords.Name(outage.Analysis.Causes[0].Cause);

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Some(IReadOnlyList<string> names) => string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? ", ..." : "");
}
