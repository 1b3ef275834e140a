using StreamWatch.Storage.Migrations;
using Xunit;

namespace StreamWatch.Tests.Storage.Migrations;

public sealed class SqlScriptTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("-- only; a comment\n", new string[0])]
    [InlineData("SELECT 1", new[] { "SELECT 1" })]
    [InlineData("SELECT 1;\n;SELECT ';', 'it\\'s;', `a;b`;", new[] { "SELECT 1", "SELECT ';', 'it\\'s;', `a;b`" })]
    [InlineData("SELECT 'a''; b'; SELECT 2", new[] { "SELECT 'a''; b'", "SELECT 2" })]
    [InlineData("SELECT 1 -- one; two\n+ 1; SELECT '--';", new[] { "SELECT 1 -- one; two\n+ 1", "SELECT '--'" })]
    public void Statements_end_at_semicolons_outside_of_quotes_and_comments(string script, string[] statements) =>
        Assert.Equal(statements, SqlScript.Split(script));

    [Fact]
    public void Steps_are_numbered_without_gaps_and_their_statements_can_be_repeated()
    {
        var all = MigrationCatalogue.All;
        Assert.NotEmpty(all);
        for (var i = 0; i < all.Count; i++)
        {
            Assert.StartsWith((i + 1).ToString("D4", System.Globalization.CultureInfo.InvariantCulture) + "_", all[i].Name, StringComparison.Ordinal);
            Assert.All(all[i].Statements, sql => Assert.Matches("(IF NOT EXISTS|OR REPLACE|IF EXISTS)", sql));
        }
    }
}
