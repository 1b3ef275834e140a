using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using StreamWatch.IntegrationTests.Storage;
using Xunit;

namespace StreamWatch.IntegrationTests.Docker;

/// <summary>The users of the cluster's ClickHouse: what they may do, and where their passwords come from.</summary>
public sealed class ClusterUsersTests
{
    static string Docker => Path.Combine(ClonedRepository.Root, "docker");

    [Fact]
    public async Task They_may_do_what_the_users_of_the_embedded_engine_may_which_every_other_test_goes_by()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var store = await place.OpenAsync();
        var embedded = XElement.Load(Directory.GetFiles(place.Directory, "users.xml", SearchOption.AllDirectories).Single());
        var cluster = XElement.Load(Path.Combine(Docker, "clickhouse", "users.xml"));

        Assert.Equal(Grants(embedded, "streamwatch"), Grants(cluster, "streamwatch_writer"));
        Assert.Equal(Grants(embedded, "reader"), Grants(cluster, "streamwatch_reader"));
        Assert.Equal("2", cluster.Element("profiles")!.Element("streamwatch_reader")!.Element("readonly")!.Value);
        Assert.DoesNotContain(cluster.Descendants(), element => element.Name.LocalName.StartsWith("password", StringComparison.Ordinal));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Secrets_are_made_once_are_long_and_ClickHouse_is_told_their_hashes()
    {
        var folder = Directory.CreateTempSubdirectory("streamwatch-secrets-").FullName;
        try
        {
            Assert.Equal((0, 3), await MakeAsync(folder));
            var first = Secrets(folder);
            Assert.Equal(["clickhouse_password_hashes.xml", "clickhouse_reader_password", "clickhouse_writer_password", "grafana_admin_password"], first.Keys.Order());
            var passwords = first.Where(file => !file.Key.EndsWith(".xml", StringComparison.Ordinal)).Select(file => file.Value).ToList();
            Assert.All(passwords, password => Assert.Matches("^[A-Za-z0-9_-]{43}$", password));
            Assert.Equal(3, passwords.Distinct().Count());
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));

            var users = XElement.Parse(first["clickhouse_password_hashes.xml"]).Element("users")!;
            foreach (var (user, file) in new[] { ("streamwatch_writer", "clickhouse_writer_password"), ("streamwatch_reader", "clickhouse_reader_password") })
            {
                Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(first[file]))), users.Element(user)!.Element("password_sha256_hex")!.Value);
            }

            Assert.Equal((0, 0), await MakeAsync(folder));
            Assert.Equal(first, Secrets(folder));
            Assert.Equal((0, 3), await MakeAsync(folder, "--renew"));
            Assert.Empty(first.Values.Intersect(Secrets(folder).Values));
            Assert.Equal((2, 0), await MakeAsync(folder, "--other"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static IEnumerable<string> Grants(XElement users, string name) =>
        users.Element("users")!.Element(name)!.Element("grants")!.Elements("query").Select(query => query.Value).Order();

    static Dictionary<string, string> Secrets(string folder) => Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    /// <summary>Runs the script; its exit code and how many passwords it says it made.</summary>
    static async Task<(int Code, int Made)> MakeAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Docker, "secrets.sh"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["STREAMWATCH_SECRETS"] = folder;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said.Split('\n').Count(line => line.StartsWith("secrets.sh: made ", StringComparison.Ordinal)));
    }
}
