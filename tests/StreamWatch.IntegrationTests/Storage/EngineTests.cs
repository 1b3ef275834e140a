using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Storage.Embedded;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class EngineTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_directory_in_use_is_refused_by_naming_who_uses_it()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var store = await place.OpenAsync();

        var refused = await Assert.ThrowsAsync<DirectoryInUseException>(place.OpenAsync);
        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"{place.Directory} is in use by process {Environment.ProcessId} (streamwatch test) since "),
            refused.Message,
            StringComparison.Ordinal);
        Assert.Equal("1", await store.TextAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_by_its_number()
    {
        await using var place = TestStore.New(needsEngine: true);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var refused = await Assert.ThrowsAsync<StorageException>(() => StreamWatchStore.OpenAsync(place.Options with { Port = port }, Token));
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        Assert.False(System.IO.Directory.Exists(place.Directory), "nothing may be left half-written");
    }

    [Fact]
    public void A_missing_library_is_told_with_what_to_do()
    {
        var nowhere = Assert.Throws<StorageException>(() => EngineLibrary.Find(_ => null, Path.GetPathRoot(Path.GetTempPath())));
        Assert.Contains("npm ci", nowhere.Message, StringComparison.Ordinal);
        var wrong = Assert.Throws<StorageException>(() => EngineLibrary.Find(_ => "/no/such/libchdb.so"));
        Assert.Contains("/no/such/libchdb.so", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_of_a_killed_program_ends_by_itself_and_the_directory_can_be_used_again()
    {
        await using var place = TestStore.New(needsEngine: true);
        int engine;
        using (var serve = Program.Start("serve", "--data", place.Directory))
        {
            await serve.StandardOutput.ReadLineAsync(Token);
            engine = int.Parse(await File.ReadAllTextAsync(Path.Combine(place.Directory, "engine", "host.pid"), Token), CultureInfo.InvariantCulture);
            serve.Kill();
            await serve.WaitForExitAsync(Token);
        }

        await using var store = await place.OpenAsync();
        Assert.NotEqual(engine, store.Engine!.ProcessId);
        Assert.True(HasEnded(engine), "the old engine still runs");
    }

    [Fact]
    public async Task An_engine_that_is_left_over_and_does_not_end_is_told()
    {
        await using var place = TestStore.New(needsEngine: true);
        await (await place.OpenAsync()).DisposeAsync();

        // Stands for an engine that hangs: its lock is held.
        await File.WriteAllTextAsync(Path.Combine(place.Directory, "engine", "host.pid"), "4194305", Token);
        await using var hung = new FileStream(Path.Combine(place.Directory, "engine", "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var options = new EngineOptions
        {
            Directory = place.Directory, Purpose = "test", Host = EngineHostCommand.OfThisProgram(), Time = TimeProvider.System, StaleTimeout = TimeSpan.FromMilliseconds(50),
        };
        var refused = await Assert.ThrowsAsync<DirectoryInUseException>(() => EmbeddedEngine.StartAsync(options, Token));
        Assert.Contains("was killed", refused.Message, StringComparison.Ordinal);
        Assert.Contains("kill 4194305", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Passwords_stand_in_no_log_and_on_no_command_line_and_only_the_owner_reads_them()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var store = await place.OpenAsync();
        var connection = store.Engine!.Connection;
        using (var reader = new ClickHouseHttp(connection.ForReader(store.Database)))
        {
            Assert.Equal("1", await reader.TextAsync("SELECT 1"));
        }

        string[] secrets = [connection.ProgramPassword, connection.ReaderPassword];
        Assert.All(secrets, secret => Assert.Equal(64, secret.Length));
        Assert.DoesNotContain(connection.ProgramPassword, connection.ToString(), StringComparison.Ordinal);
        var commandLine = await File.ReadAllTextAsync($"/proc/{store.Engine.ProcessId}/cmdline", Token);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, commandLine, StringComparison.Ordinal));
        foreach (var file in System.IO.Directory.EnumerateFiles(place.Directory, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal) && Path.GetFileName(f) != "status"))
        {
            var text = await File.ReadAllTextAsync(file, Token);
            if (secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)))
            {
                Assert.Equal("connection.json", Path.GetFileName(file));
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(place.Directory, "engine")));
    }

    [Fact]
    public async Task Who_may_only_read_only_reads()
    {
        await using var place = TestStore.New(needsEngine: true);
        await using var store = await place.OpenAsync();
        using var reader = new ClickHouseHttp(store.Engine!.Connection.ForReader(store.Database));
        using var nobody = new ClickHouseHttp(new ClickHouseOptions { Url = store.Engine.Connection.Url });
        string[] forbidden =
        [
            "INSERT INTO streamwatch.bgp_elems (safi) VALUES (1)",
            "DROP TABLE streamwatch.bgp_elems",
            "CREATE TABLE streamwatch.mine (a UInt8) ENGINE = Memory",
            "ALTER TABLE streamwatch.bgp_elems DELETE WHERE 1",
            "SELECT * FROM file('/etc/passwd', LineAsString)",
            "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
            "SYSTEM SHUTDOWN",
        ];
        foreach (var sql in forbidden)
        {
            var refused = await Assert.ThrowsAsync<ClickHouseServerException>(() => reader.ExecuteAsync(new("test", sql), Token));
            Assert.True(refused.Code is 164 or 497, refused.Message);
            Assert.False(refused.IsRetryable);
            await Assert.ThrowsAsync<ClickHouseServerException>(() => nobody.ExecuteAsync(new("test", sql), Token));
        }

        Assert.Equal("0", await reader.TextAsync("SELECT count() FROM bgp_elems"));
        await Assert.ThrowsAsync<ClickHouseServerException>(() => nobody.TextAsync("SELECT count() FROM streamwatch.bgp_elems"));
    }

    [Fact]
    public async Task Values_come_back_as_they_went_in_and_never_become_sql()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        string[] values = ["'; DROP TABLE x; --", "tab\there", "back\\slash \\N", "line\nend\r", "{x:String}", "", "ö 漢 😀"];
        foreach (var value in values)
        {
            var row = store.QueryAsync<Echo>(
                new Statement("test.echo", "SELECT {one:String} AS one, {many:Array(String)} AS many").With("one", value).With("many", new[] { value, value }), Token);
            var echo = Assert.Single(await ToListAsync(row));
            Assert.Equal(value, echo.One);
            Assert.Equal([value, value], echo.Many);
        }
    }

    /// <summary>Gone, or a zombie where the machine's first process collects none (as in many containers).</summary>
    static bool HasEnded(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    sealed record Echo(string One, string[] Many);
}
