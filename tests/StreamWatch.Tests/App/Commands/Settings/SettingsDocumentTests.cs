using System.Text.RegularExpressions;
using StreamWatch.App.Commands;
using StreamWatch.App.Commands.Settings;
using StreamWatch.Tests.Architecture;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Settings;

/// <summary>
/// Every setting of every stage can be set by environment and stands in docs/settings.md with its default, unit and range. With STREAMWATCH_WRITE_DOCS=1 in
/// the environment the document's tables are written anew instead of being compared.
/// </summary>
public sealed partial class SettingsDocumentTests
{
    const string Document = "docs/settings.md";

    [Fact]
    public void Every_option_of_every_stage_has_a_variable() =>
        Offences.None(
            from stage in SettingsTable.Commands()
            where !EnvironmentDefaults.IsStage(stage.Command)
            select $"{stage.Words}: call EnvironmentDefaults.AddTo(command) once all its options are added");

    [Fact]
    public void Variables_of_a_stage_are_told_apart()
    {
        Assert.NotEmpty(SettingsTable.Commands());
        Offences.None(
            from stage in SettingsTable.Commands()
            from same in EnvironmentDefaults.Settings(stage.Command).Concat(EnvironmentDefaults.Settings(ProgramCommands.Create())).GroupBy(EnvironmentDefaults.Variable)
            where same.Count() > 1
            select $"{stage.Words}: {same.Key} is more than one option");
    }

    [Fact]
    public void Every_option_of_every_stage_says_its_default_its_unit_and_its_range() =>
        Offences.None(
            from stage in SettingsTable.Commands()
            from option in EnvironmentDefaults.Settings(stage.Command)
            from missing in SettingsTable.Missing(option)
            select $"{stage.Words}: {missing}");

    [Fact]
    public void The_document_has_the_settings_of_the_program()
    {
        var path = Path.Combine(Repository.Root, Document);
        var text = File.ReadAllText(path);
        var expected = Tables().Replace(text, "").TrimEnd('\n') + "\n\n" + string.Join('\n', Commands().Select(stage =>
            $"<!-- {stage.Words} -->\n### {stage.Words}\n\n{SettingsTable.Of(stage.Command)}<!-- end -->\n"));
        if (Environment.GetEnvironmentVariable("STREAMWATCH_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, expected);
            return;
        }

        Assert.True(
            text == expected,
            $"{Document} is not what the program has: run this test with STREAMWATCH_WRITE_DOCS=1 in the environment, and read what changed. It should be:\n{expected}");
    }

    static IEnumerable<(string Words, System.CommandLine.Command Command)> Commands() =>
        SettingsTable.Commands().Append(("every command", ProgramCommands.Create()));

    [GeneratedRegex("<!-- [a-z ]+ -->\n### .*?<!-- end -->\n*", RegexOptions.Singleline)]
    private static partial Regex Tables();
}
