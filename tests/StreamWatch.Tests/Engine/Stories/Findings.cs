using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;

namespace StreamWatch.Tests.Engine.Stories;

/// <summary>What the detection gave out.</summary>
sealed class Findings : IDetectionSink
{
    readonly List<AsnBin> _bins = [];
    readonly List<OutageRevision> _revisions = [];

    public long LateEvents { get; set; }

    public long ClosedBins { get; set; }

    public IReadOnlyList<OutageRevision> Revisions => _revisions;

    /// <summary>Every outage's last revision, in order of onset and id.</summary>
    public IReadOnlyList<OutageRevision> Outages =>
        [.. _revisions.GroupBy(revision => revision.Id).Select(group => group.Last()).OrderBy(o => o.OnsetAt).ThenBy(o => o.Id, StringComparer.Ordinal)];

    /// <summary>The outages as people would say them: <c>AS64500 v4 critical 01:00–02:00 rib</c>.</summary>
    public IReadOnlyList<string> Told => [.. Outages.Select(Tell)];

    /// <summary>All that was found, as text; two runs that found the same have the same.</summary>
    public string Everything => string.Join(
        '\n',
        _revisions.Select(r => $"{r with { LostPrefixes = [] }} {string.Join(' ', r.LostPrefixes)}")
            .Concat(_bins.OrderBy(b => b.Asn).ThenBy(b => b.Family).ThenBy(b => b.Bin).Select(b => b.ToString())));

    public void Bins(in AsnBin bins) => _bins.Add(bins);

    public void BinClosed(DateTime endAt)
    {
        // Of use to incidents alone.
    }

    public void Sample(in RouteSample sample)
    {
        // Evidence for phases; decides nothing here.
    }

    public void Outage(OutageRevision revision) => _revisions.Add(revision);

    /// <summary>The bins of an ASN, one by one, by the minute of the story in which they start.</summary>
    public SortedDictionary<int, AsnBin> BinsOf(uint asn, AddressFamily family = AddressFamily.IPv4)
    {
        var bins = new SortedDictionary<int, AsnBin>();
        var first = (Story.Start - DateTime.UnixEpoch).Ticks / TimeSpan.FromMinutes(5).Ticks;
        foreach (var run in _bins.Where(b => b.Asn == asn && b.Family == family))
        {
            for (var i = 0; i < run.Bins; i++)
            {
                bins.Add((int)(run.Bin + i - first) * 5, run with { Bin = run.Bin + i, Bins = 1 });
            }
        }

        return bins;
    }

    /// <summary>The bin of an ASN in IPv4 that starts at this minute, where bins are so wide.</summary>
    public AsnBin BinsAt(uint asn, int minute, TimeSpan width)
    {
        var bin = (Story.Start.AddMinutes(minute) - DateTime.UnixEpoch) / width;
        return _bins.Single(b => b.Asn == asn && b.Family == AddressFamily.IPv4 && b.Bin <= bin && b.Bin + b.Bins > bin);
    }

    static string Tell(OutageRevision outage)
    {
        var end = outage.State switch
        {
            OutageState.Recovered => Clock(outage.RecoveredAt!.Value),
            OutageState.Rebaselined => "rebaselined",
            _ => "",
        };
        return $"{outage.Entity} v{(int?)outage.Family} {outage.Severity} {Clock(outage.OnsetAt)}–{end} {outage.Basis}";
    }

    static string Clock(DateTime at) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(int)(at - Story.Start).TotalHours:00}:{(at - Story.Start).Minutes:00}");
}
