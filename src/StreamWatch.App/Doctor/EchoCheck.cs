using System.Net.Sockets;

namespace StreamWatch.App.Doctor;

/// <summary>Whether this user may send ICMP echo requests.</summary>
internal sealed class EchoCheck(bool isNeeded, Func<SocketType, bool>? canOpen = null) : IDoctorCheck
{
    public string Name => "ICMP probes";

    public Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DoctorFinding>>([Look()]);

    private DoctorFinding Look()
    {
        var open = canOpen ?? CanOpen;
        const string Advice = "allow ping sockets to the group of the user (sysctl net.ipv4.ping_group_range=\"0 2147483647\"), or give the program CAP_NET_RAW";
        return open(SocketType.Dgram) ? DoctorFinding.Ok("ping sockets are allowed to this user")
            : open(SocketType.Raw) ? DoctorFinding.Ok("raw sockets are allowed to this user")
            : isNeeded ? DoctorFinding.Fault("this user may open neither ping nor raw sockets, and the watch file asks for icmp", Advice)
            : DoctorFinding.Warning("this user may open neither ping nor raw sockets; targets with icmp would stay unknown", Advice);
    }

    private static bool CanOpen(SocketType type)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, type, ProtocolType.Icmp);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
