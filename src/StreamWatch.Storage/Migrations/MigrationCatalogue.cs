namespace StreamWatch.Storage.Migrations;

/// <summary>The steps that this build knows, from its resources.</summary>
public static class MigrationCatalogue
{
    private const string Folder = "schemas/clickhouse/";

    /// <summary>All steps in the order of their names.</summary>
    public static IReadOnlyList<Migration> All { get; } = Read();

    private static List<Migration> Read()
    {
        var assembly = typeof(MigrationCatalogue).Assembly;
        var steps = new List<Migration>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            steps.Add(new Migration(name[Folder.Length..], reader.ReadToEnd()));
        }

        return steps;
    }
}
