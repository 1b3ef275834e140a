namespace StreamWatch.Domain.Routing;

/// <summary>One peer's table at one route collector: its name, its sizes and whether it can be trusted just now.</summary>
public sealed class View(ViewKey key)
{
    public ViewKey Key { get; } = key;

    /// <summary>Prefixes carried.</summary>
    public FamilyCount CarriedPrefixes { get; } = new();

    /// <summary>Prefixes whose fate in this view is known from its own words.</summary>
    public FamilyCount KnownPrefixes { get; } = new();

    /// <summary>Prefixes announced or withdrawn in this bin; while in transfer, only those that were not since it began.</summary>
    public FamilyCount TouchedPrefixes { get; } = new();

    /// <summary>Prefixes carried at the end of the bins of the hour before, newest last.</summary>
    public Queue<(int IPv4, int IPv6)> HourBefore { get; } = new();

    /// <summary>Whether anything of it has been applied: until then it is none of the views that others are compared with.</summary>
    public bool IsHeard { get; set; }

    /// <summary>The session is known to be down.</summary>
    public bool Down { get; set; }

    /// <summary>The table came from a dump or was heard whole, so that it can be compared with other whole tables.</summary>
    public bool FromRib { get; set; }

    /// <summary>A table dump that holds this view is being read.</summary>
    public bool RibLoading { get; set; }

    /// <summary>The dump that is being read holds prefixes of IPv4 that count.</summary>
    public bool RibHasIPv4 { get; set; }

    /// <summary>The dump that is being read holds prefixes of IPv6 that count.</summary>
    public bool RibHasIPv6 { get; set; }

    /// <summary>The session came up and the view has not yet been quiet: its table is incomplete.</summary>
    public bool Refilling { get; set; }

    /// <summary>The view said that its table is complete since its session came up.</summary>
    public bool SaidComplete { get; set; }

    /// <summary>Prefixes carried before the transfer began; null while no transfer is going on.</summary>
    public int? CarriedBeforeTransfer { get; set; }

    /// <summary>Bins in a row without signs of a transfer, since it began.</summary>
    public int QuietBins { get; set; }

    /// <summary>Whether the view is in transfer: its table says nothing about the world just now.</summary>
    public bool InTransfer => CarriedBeforeTransfer is not null || Refilling || RibLoading;

    /// <summary>Mean number of prefixes carried at the ends of the bins of the hour before; the present number where there were none.</summary>
    public double UsualSize(AddressFamily family)
    {
        if (HourBefore.Count == 0)
        {
            return CarriedPrefixes[family];
        }

        var sum = 0.0;
        foreach (var (ipv4, ipv6) in HourBefore)
        {
            sum += family == AddressFamily.IPv4 ? ipv4 : ipv6;
        }

        return sum / HourBefore.Count;
    }
}
