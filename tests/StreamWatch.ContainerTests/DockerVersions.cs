namespace StreamWatch.ContainerTests;

/// <summary>The images' versions that the cluster in <c>docker/</c> runs: its <c>.env</c> file is part of this program.</summary>
static class DockerVersions
{
    /// <summary>An image in the version that stands there under a name.</summary>
    public static string Image(string image, string version)
    {
        using var text = new StreamReader(typeof(DockerVersions).Assembly.GetManifestResourceStream("docker/.env")!);
        var line = text.ReadToEnd().Split('\n').Single(line => line.StartsWith(version + "=", StringComparison.Ordinal));
        return $"{image}:{line[(version.Length + 1)..].Trim()}";
    }
}
