using System.Security.Cryptography;
using System.Text.Json;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Embedded;

/// <summary>How to reach a running embedded engine. Kept in a file that only its owner can read, as long as the engine runs.</summary>
public sealed record EngineConnection
{
    /// <summary>User that may write.</summary>
    public const string ProgramUser = "streamwatch";

    /// <summary>User that may only read.</summary>
    public const string ReaderUser = "reader";

    public required int HttpPort { get; init; }

    /// <summary>Port of ClickHouse's native protocol.</summary>
    public required int TcpPort { get; init; }

    public required string ProgramPassword { get; init; }

    public required string ReaderPassword { get; init; }

    public Uri Url => new($"http://127.0.0.1:{HttpPort}/");

    /// <summary>A connection with new random passwords (256 bits).</summary>
    public static EngineConnection Random(int httpPort, int tcpPort) => new()
    {
        HttpPort = httpPort,
        TcpPort = tcpPort,
        ProgramPassword = RandomNumberGenerator.GetHexString(64, lowercase: true),
        ReaderPassword = RandomNumberGenerator.GetHexString(64, lowercase: true),
    };

    /// <summary>Options for the user that may write.</summary>
    public ClickHouseOptions ForProgram() => new() { Url = Url, User = ProgramUser, Password = ProgramPassword };

    /// <summary>Options for the user that may only read.</summary>
    public ClickHouseOptions ForReader(string database) => new() { Url = Url, User = ReaderUser, Password = ReaderPassword, Database = database };

    /// <summary>Says nothing of the passwords.</summary>
    public override string ToString() => Url.ToString();

    internal void Write(string path) => PrivateFile.Write(path, JsonSerializer.Serialize(this));

    internal static EngineConnection? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<EngineConnection>(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
