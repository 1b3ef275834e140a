namespace StreamWatch.Storage.Writing;

/// <summary>A target that failed in an outage, as one of its revisions says, on its way into <c>outage_targets</c>.</summary>
/// <param name="Id">The outage.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Target">Name of the target.</param>
public readonly record struct OutageTargetRow(string Id, uint Revision, string Target);
