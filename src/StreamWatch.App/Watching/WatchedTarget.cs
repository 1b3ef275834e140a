namespace StreamWatch.App.Watching;

/// <summary>A host or service that is watched.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Group">The group that it belongs to; null where there is none.</param>
/// <param name="Asn">Its ASN; null where it is not told.</param>
/// <param name="Kind">web, mail, dns, router or host.</param>
internal sealed record WatchedTarget(string Name, string? Group, uint? Asn, string Kind);
