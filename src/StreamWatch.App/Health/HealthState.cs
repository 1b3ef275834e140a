namespace StreamWatch.App.Health;

/// <summary>How one check stands.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="WhyNot">Why it is not well; null while it is.</param>
internal sealed record HealthState(string Name, string? WhyNot);
