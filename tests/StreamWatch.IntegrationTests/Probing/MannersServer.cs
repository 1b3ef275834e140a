using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StreamWatch.IntegrationTests.Probing;

/// <summary>
/// What no decent server does, done by this test program as a process of its own: on the first port it accepts and says nothing, on the second it greets
/// as another service does.
/// </summary>
static class MannersServer
{
    public const int SilentPort = 4000;
    public const int WrongPort = 4001;
    const string Variable = "STREAMWATCH_TEST_MANNERS";

    /// <summary>The command that starts it at an address.</summary>
    public static string[] Command(string address) =>
        ["env", $"{Variable}={address}", "dotnet", Path.Combine(AppContext.BaseDirectory, "StreamWatch.IntegrationTests.dll")];

    public static bool IsAsked([NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(Environment.GetEnvironmentVariable(Variable), out address);

    public static async Task<int> RunAsync(IPAddress address)
    {
        await Task.WhenAll(ServeAsync(new IPEndPoint(address, SilentPort), ""), ServeAsync(new IPEndPoint(address, WrongPort), "SSH-2.0-OpenSSH_9.2p1\r\n"));
        return 0;
    }

    static async Task ServeAsync(IPEndPoint at, string greeting)
    {
        using var listener = new TcpListener(at);
        listener.Start();
        var kept = new List<Socket>();
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            kept.Add(socket);
            await socket.SendAsync(Encoding.ASCII.GetBytes(greeting));
        }
    }
}
