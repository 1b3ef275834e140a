using StreamWatch.Domain.Routing;

namespace StreamWatch.Domain.Detection;

/// <summary>What the end of transfers does to the tables.</summary>
public sealed class TableOrders
{
    /// <summary>Views of which everything is unknown that they did not say again.</summary>
    public ViewMask ForgetUntouched { get; } = new();

    /// <summary>Views whose whole tables were heard: what they do not carry they do not have.</summary>
    public ViewMask MarkComplete { get; } = new();

    /// <summary>Those of them whose tables hold IPv4.</summary>
    public ViewMask CompleteIPv4 { get; } = new();

    /// <summary>Those of them whose tables hold IPv6.</summary>
    public ViewMask CompleteIPv6 { get; } = new();

    /// <summary>Carries them out.</summary>
    public void CarryOut(RouteTable table)
    {
        if (ForgetUntouched.Count > 0)
        {
            table.ForgetUntouched(ForgetUntouched);
        }

        if (MarkComplete.Count > 0)
        {
            table.MarkComplete(MarkComplete, CompleteIPv4, CompleteIPv6);
        }
    }
}
