using System.Net;
using StreamWatch.Domain.Probing;

namespace StreamWatch.Simulation.Hosts;

/// <summary>What is probed: a name, the machine and service behind it, and how it is asked.</summary>
/// <param name="Index">Place in the world's list.</param>
/// <param name="Name">As in the watch file.</param>
/// <param name="Title">For people; null where there is none.</param>
/// <param name="Host">The machine.</param>
/// <param name="Service">The service; null for what is only pinged.</param>
/// <param name="Kind">What it is to its users.</param>
/// <param name="Protocol">What is spoken.</param>
/// <param name="Address">Its address.</param>
/// <param name="Interval">Seconds between probes.</param>
/// <param name="Timeout">Seconds.</param>
internal sealed record ProbedTarget(
    int Index, string Name, string? Title, SimulatedHost Host, SimulatedService? Service, TargetKind Kind, ProbeProtocol Protocol,
    IPAddress Address, double Interval, double Timeout)
{
    /// <summary>Host name, sent as the name of the site.</summary>
    public string? HostName { get; init; }

    public string? Operator { get; init; }

    /// <summary>Key of addresses on one machine, where it has several.</summary>
    public string? Shares { get; init; }

    public Site Site => Host.Site;

    /// <summary>What counts once when it fails: the machine where that is declared, else the address.</summary>
    public string Unit => Shares ?? Address.ToString();
}
