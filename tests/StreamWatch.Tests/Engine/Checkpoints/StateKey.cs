namespace StreamWatch.Tests.Engine.Checkpoints;

/// <summary>A key that is compared by what is in it.</summary>
sealed record StateKey(string Name, int Number);
