namespace StreamWatch.Storage.Embedded;

/// <summary>Finds the shared library that holds the ClickHouse engine.</summary>
public static class EngineLibrary
{
    /// <summary>Environment variable that names the library where it is not in node_modules.</summary>
    public const string Variable = "STREAMWATCH_CHDB";

    private static readonly string _package = Path.Combine("node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so");

    /// <summary>Path of the library: what <see cref="Variable"/> names, else node_modules of this folder's or a higher one's.</summary>
    /// <returns>Null where there is none.</returns>
    public static string? TryFind(Func<string, string?>? environment = null, string? start = null)
    {
        if ((environment ?? Environment.GetEnvironmentVariable)(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? Path.GetFullPath(named) : null;
        }

        for (var folder = new DirectoryInfo(start ?? AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, _package);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    /// <summary>Path of the library.</summary>
    /// <exception cref="StorageException">It is missing; the message says how to get it.</exception>
    public static string Find(Func<string, string?>? environment = null, string? start = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        return TryFind(environment, start) ?? throw new StorageException(
            environment(Variable) is { Length: > 0 } named
                ? $"{Variable} names {named}, which does not exist; it must name libchdb.so of the npm package @chdb/lib-linux-x64-gnu"
                : $"the ClickHouse engine is missing: run \"npm ci\" in the folder of package.json (it brings {_package}), "
                    + $"or set {Variable} to a libchdb.so, or use a ClickHouse server with --clickhouse URL");
    }
}
