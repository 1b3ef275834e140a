using System.Net;
using System.Net.Sockets;
using StreamWatch.App.Commands.Doctor;
using StreamWatch.App.Doctor;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Tests.Collectors.Probing;
using StreamWatch.Tests.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.Tests.App.Doctor;

public sealed class DoctorCheckTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-doctor-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_clock_of_another_century_is_a_fault_and_one_that_nothing_keeps_a_warning()
    {
        await AssertAsync(new ClockCheck(new ManualTime(), () => true), DoctorLevel.Fault, "2022", "chrony");
        await AssertAsync(new ClockCheck(TimeProvider.System, () => true), DoctorLevel.Ok, "synchronized");
        await AssertAsync(new ClockCheck(TimeProvider.System, () => false), DoctorLevel.Warning, "nothing keeps it right", "chrony");
        Assert.NotEqual(DoctorLevel.Fault, (await new ClockCheck(TimeProvider.System).LookAsync(Token))[0].Level);
    }

    [Fact]
    public async Task A_missing_library_is_a_fault_where_it_is_needed()
    {
        await AssertAsync(new EngineLibraryCheck(true, _ => null, _folder), DoctorLevel.Fault, "missing", "npm ci");
        await AssertAsync(new EngineLibraryCheck(false, _ => null, _folder), DoctorLevel.Ok, "not needed");
        await AssertAsync(new EngineLibraryCheck(true, _ => Write("libchdb.so", "cut"), _folder), DoctorLevel.Fault, "too small", "npm ci");
        await AssertAsync(new EngineLibraryCheck(true, _ => "/missing/libchdb.so", _folder), DoctorLevel.Fault, "missing", "STREAMWATCH_CHDB");
    }

    [Fact]
    public async Task A_directory_that_is_full_or_none_or_half_restored_is_a_fault_and_one_in_use_is_told()
    {
        var data = Path.Combine(_folder, "data");
        await AssertAsync(new DataDirectoryCheck(data, _ => 1L << 40), DoctorLevel.Ok, "no data yet");
        Assert.False(Directory.Exists(data));
        await AssertAsync(new DataDirectoryCheck(data, _ => 1 << 20), DoctorLevel.Fault, "GiB are free", "make room");
        await AssertAsync(new DataDirectoryCheck(data, _ => 2L << 30), DoctorLevel.Warning, "GiB are free", "retention");
        await AssertAsync(new DataDirectoryCheck(Write("file", ""), _ => 1L << 40), DoctorLevel.Fault, "is a file", "--data");

        Directory.CreateDirectory(Path.Combine(data, "engine"));
        using (new FileStream(Path.Combine(data, "engine", "owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            await AssertAsync(new DataDirectoryCheck(data, _ => 1L << 40), DoctorLevel.Ok, "in use by another process");
        }

        await File.WriteAllTextAsync(Path.Combine(data, "engine", "restoring"), "", Token);
        await AssertAsync(new DataDirectoryCheck(data, _ => 1L << 40), DoctorLevel.Fault, "cut short", "streamwatch restore");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_a_fault()
    {
        // Nobody, not even root, makes a file there.
        await AssertAsync(new DataDirectoryCheck("/proc/streamwatch", _ => 1L << 40), DoctorLevel.Fault, "cannot be written", "chown");
    }

    [Fact]
    public async Task A_password_that_others_can_read_is_a_warning_and_is_never_shown()
    {
        var file = Write("password", "secret");
        SetMode(file, UnixFileMode.UserRead);
        await AssertAsync(new SecretsCheck(name => name.EndsWith("_FILE", StringComparison.Ordinal) ? file : null), DoctorLevel.Ok, file);
        SetMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await AssertAsync(new SecretsCheck(name => name.EndsWith("_FILE", StringComparison.Ordinal) ? file : null), DoctorLevel.Warning, file, "chmod 600");
        await AssertAsync(new SecretsCheck(name => name.EndsWith("_PASSWORD", StringComparison.Ordinal) ? "secret" : null), DoctorLevel.Warning, "other processes", "_FILE");
        await AssertAsync(new SecretsCheck(_ => null), DoctorLevel.Warning, "there is none", "_FILE");
    }

    [Fact]
    public async Task Every_fault_of_a_watch_file_is_told()
    {
        var wrong = new WatchFileCheck(Write("wrong.json", """{ "targets": [ { "name": "" }, { "name": "www", "kind": "bread" } ] }"""));
        Assert.All(await wrong.LookAsync(Token), finding => Assert.Equal(DoctorLevel.Fault, finding.Level));
        Assert.True((await wrong.LookAsync(Token)).Count > 1);
        var right = new WatchFileCheck(Write("right.json", """{ "targets": [ { "name": "r1", "kind": "router", "probe": { "protocol": "icmp", "host": "192.0.2.1" } } ] }"""));
        await AssertAsync(right, DoctorLevel.Ok, "1 targets");
        Assert.True(right.AsksForEcho);
        await AssertAsync(new WatchFileCheck(Path.Combine(_folder, "missing.json")), DoctorLevel.Fault, "missing.json", "watch.schema.json");
    }

    [Fact]
    public async Task Without_sockets_for_pings_a_watch_file_that_asks_for_them_is_a_fault()
    {
        await AssertAsync(new EchoCheck(true, _ => false), DoctorLevel.Fault, "icmp", "ping_group_range");
        await AssertAsync(new EchoCheck(false, _ => false), DoctorLevel.Warning, "unknown", "CAP_NET_RAW");
        await AssertAsync(new EchoCheck(true, type => type == SocketType.Raw), DoctorLevel.Ok, "raw sockets");
    }

    [Fact]
    public async Task A_name_server_that_says_nothing_is_told_from_one_that_answers()
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var answering = AnswerAsync(server);
        var free = new IPEndPoint(IPAddress.Loopback, 1);
        var found = await new ResolverCheck([(IPEndPoint)server.LocalEndPoint!, free], TimeProvider.System).LookAsync(Token);
        await answering;
        Assert.Equal([DoctorLevel.Ok, DoctorLevel.Warning], found.Select(finding => finding.Level));
        await AssertAsync(new ResolverCheck([], TimeProvider.System), DoctorLevel.Warning, "names none", "resolv.conf");
        Assert.Equal(["192.0.2.1", "2001:db8::1"], ResolverCheck.Parse(["# nameserver 192.0.2.9", "nameserver 192.0.2.1", "nameserver\t2001:db8::1 # b", "options ndots:1", "nameserver nonsense"], 53).Select(server => server.Address.ToString()));

        static async Task AnswerAsync(Socket server)
        {
            var bytes = new byte[512];
            var asked = await server.ReceiveFromAsync(bytes, new IPEndPoint(IPAddress.Any, 0), Token);
            await server.SendToAsync(bytes.AsMemory(0, asked.ReceivedBytes), asked.RemoteEndPoint, Token);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\nX-ClickHouse-Exception-Code: 516", "not let in", "STREAMWATCH_CLICKHOUSE_USER")]
    [InlineData("HTTP/1.1 500 Error\r\nX-ClickHouse-Exception-Code: 241", "HTTP 500", "memory")]
    [InlineData("HTTP/1.1 503 Unavailable", "503", "start the server")]
    public async Task A_server_that_refuses_is_a_fault_with_what_to_do(string answer, string said, string advice)
    {
        using var server = new OneAnswerServer(answer: answer);
        await AssertAsync(new ClickHouseCheck(new ClickHouseOptions { Url = server.Url }, "streamwatch", TimeProvider.System), DoctorLevel.Fault, said, advice);
    }

    [Fact]
    public async Task A_server_that_is_away_or_not_trusted_is_a_fault()
    {
        var away = new ClickHouseOptions { Url = new Uri("http://127.0.0.1:1") };
        await AssertAsync(new ClickHouseCheck(away, "streamwatch", TimeProvider.System), DoctorLevel.Fault, "does not answer", "8123");
        var (_, certificate) = OneAnswerServer.Certificates("localhost");
        using var server = new OneAnswerServer(certificate);
        await AssertAsync(new ClickHouseCheck(away with { Url = server.Url }, "streamwatch", TimeProvider.System), DoctorLevel.Fault, "certificate", "--clickhouse-ca-file");
    }

    [Fact]
    public async Task Faults_make_the_exit_code_and_warnings_do_not()
    {
        Assert.Equal((0, "ok       ICMP probes: raw sockets are allowed to this user\nNothing is wrong.\n"), await TellAsync(false, new EchoCheck(true, type => type == SocketType.Raw)));
        var (code, text) = await TellAsync(false, new EchoCheck(false, _ => false));
        Assert.Equal(0, code);
        Assert.EndsWith("0 faults, 1 warnings.\n", text, StringComparison.Ordinal);
        (code, text) = await TellAsync(true, new EchoCheck(true, _ => false), new ToolsCheck());
        Assert.Equal(1, code);
        Assert.StartsWith("{\"check\":\"ICMP probes\",\"level\":\"fault\",", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    static async Task<(int Code, string Text)> TellAsync(bool json, params IDoctorCheck[] checks)
    {
        var output = new StringWriter { NewLine = "\n" };
        return (await DoctorCommand.TellAsync(checks, output, json, Token), output.ToString());
    }

    static async Task AssertAsync(IDoctorCheck check, DoctorLevel level, string said, string? advice = null)
    {
        var found = await check.LookAsync(Token);
        var finding = Assert.Single(found, finding => finding.Text.Contains(said, StringComparison.Ordinal));
        Assert.Equal(level, finding.Level);
        Assert.Equal(level == DoctorLevel.Ok, finding.Advice is null);
        Assert.Contains(advice ?? "", finding.Advice ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", finding.Text, StringComparison.Ordinal);
    }

    static void SetMode(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, mode);
        }
    }

    string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
