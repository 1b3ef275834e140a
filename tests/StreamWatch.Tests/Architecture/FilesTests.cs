using System.Text.RegularExpressions;
using Xunit;

namespace StreamWatch.Tests.Architecture;

/// <summary>Small files, one public type each, named after it; and nothing in them that belongs to one machine.</summary>
public sealed partial class FilesTests
{
    const int MostLines = 500;

    static readonly string[] CodeEndings = [".cs", ".sql", ".proto", ".sh", ".props", ".targets", ".csproj", ".proj", "/streamwatch"];

    static readonly string[] TextEndings = [.. CodeEndings, ".json", ".jsonc", ".md", ".svg", ".txt", ".yaml", ".yml", ".sln", ".npmrc", ".editorconfig", "/run"];

    /// <summary>Written in pieces so that this file does not name them either.</summary>
    static readonly string[] RegistryHosts = ["nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "npm" + "mirror", "pkgs.dev." + "azure"];

    [Fact]
    public void A_public_type_lives_alone_in_a_file_named_after_it()
    {
        var wrong =
            from file in Repository.FilesIn("src", ".cs")
            let stem = Path.GetFileName(file).Split('.')[0]
            let types = PublicType().Matches(Repository.Read(file)).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToList()
            where types.Count > 1 || (types.Count == 1 && types[0] != stem)
            select $"{file} declares {string.Join(", ", types)}";

        Offences.None(wrong);
    }

    [Fact]
    public void A_namespace_is_the_folder()
    {
        var wrong =
            from file in Repository.FilesIn("src", ".cs")
            let declared = Namespace().Match(Repository.Read(file))
            let expected = Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')
            where declared.Success && declared.Groups["name"].Value != expected
            select $"{file} is in namespace {declared.Groups["name"].Value}, not {expected}";

        Offences.None(wrong);
    }

    [Fact]
    public void No_file_of_code_is_longer_than_can_be_read_in_one_go()
    {
        var wrong =
            from file in Repository.Files
            where CodeEndings.Any(ending => ("/" + file).EndsWith(ending, StringComparison.Ordinal))
            let lines = Repository.Read(file).AsSpan().Count('\n')
            where lines > MostLines
            select $"{file} has {lines} lines; {MostLines} are the most";

        Offences.None(wrong);
    }

    [Fact]
    public void No_file_names_a_package_registry()
    {
        var wrong =
            from file in TextFiles()
            let text = Repository.Read(file)
            from host in RegistryHosts
            where text.Contains(host, StringComparison.OrdinalIgnoreCase)
            select $"{file} names {host}";

        Offences.None(wrong);
    }

    [Fact]
    public void No_file_names_a_folder_of_one_machine()
    {
        var wrong =
            from file in TextFiles()
            let found = MachineFolder().Match(Repository.Read(file))
            where found.Success
            select $"{file} names {found.Value}";

        Offences.None(wrong);
    }

    static IEnumerable<string> TextFiles() =>
        Repository.Files.Where(file => TextEndings.Any(ending => ("/" + file).EndsWith(ending, StringComparison.Ordinal)))
            // written by ./streamwatch, ignored by version control
            .Where(file => file != "Feed.local.props");

    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|readonly|partial|unsafe|ref) )*(?:class|struct|record struct|record class|record|interface|enum|delegate \S+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<![\w.)}~-])/(home|root|work|tmp|Users)/\w|[A-Z]:\\Users\\", RegexOptions.ExplicitCapture)]
    private static partial Regex MachineFolder();
}
