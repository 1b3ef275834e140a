namespace StreamWatch.IntegrationTests.Docker;

/// <summary>The clone these tests were built from.</summary>
static class ClonedRepository
{
    /// <summary>Full path of the nearest folder above the test program that holds StreamWatch.sln.</summary>
    public static string Root { get; } = Find();

    static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "StreamWatch.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds StreamWatch.sln.");
    }
}
