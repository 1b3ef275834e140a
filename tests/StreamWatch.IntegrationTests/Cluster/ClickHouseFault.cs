namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What a client hears instead of ClickHouse's own answer.</summary>
/// <param name="Status">HTTP status; 0 where the connection breaks instead.</param>
/// <param name="Code">ClickHouse's error code; 0 for none, as of a load balancer.</param>
/// <param name="IsDone">Whether the server does what it was asked for all the same, and only its answer is lost.</param>
sealed record ClickHouseFault(int Status, int Code = 0, bool IsDone = false)
{
    public static ClickHouseFault Broken { get; } = new(0);

    public static ClickHouseFault AnswerLost { get; } = new(0, IsDone: true);

    public static ClickHouseFault DiskFull { get; } = new(500, 243);

    public static ClickHouseFault TooManyParts { get; } = new(500, 252);
}
