using StreamWatch.App.Commands.Replay;
using StreamWatch.Domain.Outages;

namespace StreamWatch.App.Commands.Redetect;

/// <summary>A difference as one line of JSON: <c>change</c> (new, gone, changed), the id, what is different, and the outage as it is stored and as it is found.</summary>
internal static class RedetectJson
{
    public static string Line(OutageDifference difference) => OutageJson.Text(new
    {
        change = RedetectText.Name(difference.Change),
        id = difference.Shown.Id,
        fields = difference.Fields.Select(RedetectText.Name),
        stored = difference.Stored is { } stored ? OutageJson.Fields(stored) : null,
        found = difference.Found is { } found ? OutageJson.Fields(found) : null,
    });
}
