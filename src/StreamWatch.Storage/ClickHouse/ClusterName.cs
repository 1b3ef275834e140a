namespace StreamWatch.Storage.ClickHouse;

/// <summary>Names of clusters. They stand in SQL as they are, so nothing but a plain name may get through.</summary>
internal static class ClusterName
{
    private const int Longest = 128;

    /// <summary>The name, checked.</summary>
    /// <exception cref="ClickHouseUsageException">It is none.</exception>
    public static string Checked(string name)
    {
        var core = name.Length > 2 && name[0] == '{' && name[^1] == '}' ? name[1..^1] : name;
        return core.Length is > 0 and <= Longest && core.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? name
            : throw new ClickHouseUsageException(
                "options",
                $"\"{name}\" is no name of a cluster; letters, digits, underscores, hyphens and dots are allowed, or a macro such as {{cluster}}. "
                + "\"SELECT DISTINCT cluster FROM system.clusters\" lists those of a server");
    }
}
