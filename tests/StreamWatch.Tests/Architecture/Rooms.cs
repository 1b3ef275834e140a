using System.Reflection;
using System.Runtime.CompilerServices;

namespace StreamWatch.Tests.Architecture;

/// <summary>The projects under src as the test program sees them: their assemblies, project files and documentation files.</summary>
static class Rooms
{
    /// <summary>Every room's assembly.</summary>
    public static IEnumerable<Assembly> All => Repository.ProjectsIn("src").Select(Load);

    /// <summary>The assembly of a room; the command's own is named after the command.</summary>
    public static Assembly Load(string room) => Assembly.Load(room == "StreamWatch.App" ? "streamwatch" : room);

    /// <summary>The project file of a room, relative to the repository.</summary>
    public static string ProjectFile(string room) => $"src/{room}/{room}.csproj";

    /// <summary>The types people wrote: no closures, no generated code.</summary>
    public static IEnumerable<Type> WrittenTypes(Assembly assembly) =>
        assembly.GetTypes().Where(type => !type.Name.Contains('<', StringComparison.Ordinal)
            && type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            && type.DeclaringType?.Name.Contains('<', StringComparison.Ordinal) != true
            && type.Namespace?.StartsWith("StreamWatch", StringComparison.Ordinal) == true);
}
