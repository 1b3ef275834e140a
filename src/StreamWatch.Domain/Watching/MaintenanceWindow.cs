namespace StreamWatch.Domain.Watching;

/// <summary>Planned work on a target, <c>[From, To)</c>, UTC: meanwhile it counts neither as well nor as failing.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="From">First moment of the work.</param>
/// <param name="To">First moment after it.</param>
/// <param name="Note">What is done; null where it is not told.</param>
public sealed record MaintenanceWindow(string Target, DateTime From, DateTime To, string? Note);
