namespace StreamWatch.App.Running;

/// <summary>How a vantage point stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsHealthy">Whether it was believed in the bin closed last.</param>
/// <param name="IsKnown">Whether it was ever heard.</param>
internal sealed record VantageLook(string Name, bool IsHealthy, bool IsKnown);
