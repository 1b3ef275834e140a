namespace StreamWatch.App.Detecting.Checkpoints;

/// <summary>Where checkpoints are kept, and how often they are taken.</summary>
/// <param name="Directory">A folder of this host.</param>
/// <param name="Every">From one to the next.</param>
internal sealed record CheckpointOptions(string Directory, TimeSpan Every)
{
    /// <summary>Where nothing else is said.</summary>
    public static readonly TimeSpan DefaultEvery = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan LeastEvery = TimeSpan.FromMilliseconds(100);

    public static readonly TimeSpan MostEvery = TimeSpan.FromHours(1);
}
