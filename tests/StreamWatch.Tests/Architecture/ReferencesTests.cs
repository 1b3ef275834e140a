using System.Xml.Linq;
using Xunit;

namespace StreamWatch.Tests.Architecture;

/// <summary>References between the rooms run one way, as CONTRIBUTING.md draws them.</summary>
public sealed class ReferencesTests
{
    /// <summary>Which rooms a room may refer to. A new room is added here before it can be referred to.</summary>
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["StreamWatch.Domain"] = [],
        ["StreamWatch.Bgp"] = ["StreamWatch.Domain"],
        ["StreamWatch.Collectors"] = ["StreamWatch.Domain", "StreamWatch.Bgp"],
        ["StreamWatch.Engine"] = ["StreamWatch.Domain"],
        ["StreamWatch.Storage"] = ["StreamWatch.Domain"],
        ["StreamWatch.Schemas"] = ["StreamWatch.Domain"],
        ["StreamWatch.Kafka"] = ["StreamWatch.Domain"],
        ["StreamWatch.Simulation"] = ["StreamWatch.Domain", "StreamWatch.Bgp"],
        ["StreamWatch.Topology"] = ["StreamWatch.Domain", "StreamWatch.Engine", "StreamWatch.Schemas"],
        ["StreamWatch.App"] =
        [
            "StreamWatch.Domain", "StreamWatch.Bgp", "StreamWatch.Collectors", "StreamWatch.Engine", "StreamWatch.Storage", "StreamWatch.Schemas", "StreamWatch.Kafka",
            "StreamWatch.Simulation", "StreamWatch.Topology",
        ],
    };

    static readonly string[] BaseLibraries = ["System", "mscorlib", "netstandard", "Microsoft.CSharp", "Microsoft.Win32"];

    [Fact]
    public void Every_room_under_src_has_its_place() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), Repository.ProjectsIn("src").Order(StringComparer.Ordinal));

    [Fact]
    public void Projects_refer_only_to_the_rooms_below_them()
    {
        var wrong =
            from room in Allowed.Keys
            from reference in ProjectReferences(room)
            where !Allowed[room].Contains(reference)
            select $"{room} refers to {reference}";

        Offences.None(wrong);
    }

    [Fact]
    public void Assemblies_refer_only_to_the_rooms_below_them()
    {
        var wrong =
            from room in Allowed.Keys
            from reference in Rooms.Load(room).GetReferencedAssemblies()
            let name = reference.Name == "streamwatch" ? "StreamWatch.App" : reference.Name!
            where name.StartsWith("StreamWatch.", StringComparison.Ordinal) && !Allowed[room].Contains(name)
            select $"{room} refers to {name}";

        Offences.None(wrong);
    }

    [Fact]
    public void The_domain_refers_to_the_base_class_library_alone()
    {
        var foreign = Rooms.Load("StreamWatch.Domain").GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => !BaseLibraries.Any(b => name == b || name.StartsWith(b + ".", StringComparison.Ordinal)));

        Offences.None(foreign);
        Assert.Empty(XDocument.Parse(Repository.Read(Rooms.ProjectFile("StreamWatch.Domain"))).Descendants("PackageReference"));
    }

    static IEnumerable<string> ProjectReferences(string room) =>
        XDocument.Parse(Repository.Read(Rooms.ProjectFile(room))).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
