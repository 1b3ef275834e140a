using System.Xml.Linq;
using Xunit;

namespace StreamWatch.Tests.Architecture;

/// <summary>Every public type says what it is.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void Every_public_type_has_a_summary()
    {
        var missing =
            from room in Rooms.All
            let summaries = Summaries(room.GetName().Name!)
            from type in Rooms.WrittenTypes(room)
            where type.IsVisible && !summaries.Contains("T:" + type.FullName!.Replace('+', '.'))
            select type.FullName;

        Offences.None(missing);
    }

    static HashSet<string> Summaries(string assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, assembly + ".xml");
        return [.. XDocument.Load(file).Descendants("member")
            .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value) || member.Element("inheritdoc") is not null)
            .Select(member => member.Attribute("name")!.Value)];
    }
}
