using System.Text.Json;

namespace StreamWatch.Simulation.Truth;

/// <summary>Writes <c>truth.json</c>: the properties of <see cref="GroundTruth"/> in snake_case, times in ISO 8601 UTC.</summary>
public static class TruthFile
{
    /// <summary>Name of the file in the folder of a simulated data set.</summary>
    public const string Name = "truth.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Writes the truth into the folder and returns the file.</summary>
    public static FileInfo Write(DirectoryInfo folder, GroundTruth truth)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var file = new FileInfo(Path.Combine(folder.FullName, Name));
        File.WriteAllText(file.FullName, JsonSerializer.Serialize(truth, Options) + "\n");
        return file;
    }
}
