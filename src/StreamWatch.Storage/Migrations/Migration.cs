using System.Security.Cryptography;
using System.Text;

namespace StreamWatch.Storage.Migrations;

/// <summary>One numbered step of the schema: a file of schemas/clickhouse. What was applied anywhere never changes again.</summary>
/// <param name="Name">File name, for example <c>0001_sources_and_ledger.sql</c>; steps are applied in the order of their names.</param>
/// <param name="Sql">Its text: statements that end with a semicolon and can all be repeated, since a step may be cut short.</param>
public sealed record Migration(string Name, string Sql)
{
    /// <summary>SHA-256 of the text in hex, line ends as LF.</summary>
    public string Sha256 =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.Replace("\r\n", "\n", StringComparison.Ordinal))));

    /// <summary>The statements of the step.</summary>
    public IReadOnlyList<string> Statements => SqlScript.Split(Sql);
}
