using System.Text;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Migrations;
using StreamWatch.Tests.Architecture;
using Xunit;

namespace StreamWatch.Tests.Storage.Migrations;

public sealed class ClusterStatementTests
{
    const string Golden = "tests/StreamWatch.Tests/Storage/Migrations/ClusterStatements.txt";

    /// <summary>Of every statement of every migration the lines that are others on a cluster. After a new migration: look at what the failure prints, and put it into the file.</summary>
    [Fact]
    public void What_is_different_on_a_cluster_is_written_down_for_every_migration()
    {
        var text = new StringBuilder();
        foreach (var step in MigrationCatalogue.All)
        {
            text.Append("== ").Append(step.Name).Append('\n');
            foreach (var sql in step.Statements)
            {
                var plain = sql.Split('\n');
                var made = ClusterStatement.Of(sql, "main").Split('\n');
                Assert.Equal(plain.Length, made.Length);
                foreach (var (line, clustered) in plain.Zip(made).Where(pair => pair.First != pair.Second))
                {
                    text.Append("- ").Append(line).Append('\n').Append("+ ").Append(clustered).Append('\n');
                }
            }
        }

        Assert.Equal(Repository.Read(Golden), text.ToString());
    }

    [Fact]
    public void Every_table_is_replicated_and_every_statement_is_for_the_whole_cluster()
    {
        foreach (var sql in MigrationCatalogue.All.SelectMany(step => step.Statements).Select(sql => ClusterStatement.Of(sql, "{cluster}")))
        {
            Assert.Contains(" ON CLUSTER '{cluster}'", sql, StringComparison.Ordinal);
            Assert.DoesNotContain("non_replicated", sql, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"\bENGINE = (?!Replicated)", sql);
        }
    }

    [Theory]
    [InlineData("INSERT INTO streamwatch.ledger SELECT 1")]
    [InlineData("DROP TABLE streamwatch.ledger")]
    [InlineData("SELECT 'CREATE OR REPLACE VIEW a.b AS'")]
    [InlineData("CREATE TABLE IF NOT EXISTS a.b (x UInt8)\nENGINE = Memory")]
    public void A_statement_of_another_kind_is_refused_and_not_run_on_one_server_alone(string sql) =>
        Assert.Contains("cluster main", Assert.Throws<StorageException>(() => ClusterStatement.Of(sql, "main")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a'b")]
    [InlineData("a b")]
    [InlineData("{}")]
    public void A_name_that_is_none_gets_into_no_statement(string cluster) =>
        Assert.Throws<ClickHouseUsageException>(() => ClusterStatement.Of("ALTER TABLE a.b ADD COLUMN c UInt8", cluster));
}
