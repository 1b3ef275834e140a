namespace StreamWatch.Collectors.Probing.Dns;

/// <summary>A file of the system that may be missing.</summary>
internal static class SystemFile
{
    /// <summary>Its lines; none where it cannot be read, as the system's own resolver has it.</summary>
    public static IEnumerable<string> Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
