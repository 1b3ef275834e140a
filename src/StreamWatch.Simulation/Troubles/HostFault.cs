using StreamWatch.Simulation.Hosts;

namespace StreamWatch.Simulation.Troubles;

/// <summary>One machine is down, or its services are stopped or answer with errors only.</summary>
internal sealed record HostFault(SimulatedHost Host, Span Away, FaultKind Kind) : ITrouble
{
    public void Apply(DateTimeOffset now)
    {
        if (!Away.Holds(now))
        {
            return;
        }

        Host.IsHeldDown |= Kind == FaultKind.Machine;
        foreach (var service in Host.Services)
        {
            service.IsHeldDown |= Kind == FaultKind.Service;
            service.IsBroken |= Kind == FaultKind.Errors;
        }
    }
}
