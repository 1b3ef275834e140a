namespace StreamWatch.Domain.Visibility;

/// <summary>How visible an ASN's address space was at the end of a bin. Blocks are /24s (IPv4) or /48s (IPv6).</summary>
/// <param name="Space">Blocks in the baseline address space.</param>
/// <param name="Known">Blocks that enough usable views have a known word on.</param>
/// <param name="Carried">Sum over known blocks of the share of views that carry them under any origin.</param>
/// <param name="CarriedByOrigin">The same, with this origin only.</param>
/// <param name="Seen25">Known blocks that at least 25 % of the views carry with this origin.</param>
/// <param name="Seen50">At least 50 %.</param>
/// <param name="Seen75">At least 75 %.</param>
/// <param name="Seen100">All.</param>
/// <param name="ViewsUsable">Usable views.</param>
/// <param name="ViewsKnown">Mean over known blocks of the views whose word is known, rounded.</param>
public readonly record struct VisibilitySample(
    long Space,
    long Known,
    double Carried,
    double CarriedByOrigin,
    long Seen25,
    long Seen50,
    long Seen75,
    long Seen100,
    int ViewsUsable,
    int ViewsKnown)
{
    /// <summary>Known blocks that some views carry and others do not: at least two and a twentieth of the views, and at most nine tenths.</summary>
    public long Split { get; init; }

    /// <summary>
    /// Share of views that carry the space, 0 to 1; a prefix that is carried under another origin counts as carried
    /// (it is `origin_changed`, not lost). Null where nothing is known.
    /// </summary>
    public double? Visibility => Known == 0 ? null : Carried / Known;

    /// <summary>Share of the space that is carried under another origin, 0 to 1.</summary>
    public double OriginChanged => Known == 0 ? 0 : (Carried - CarriedByOrigin) / Known;

    /// <summary>Share of the space that is known, 0 to 1.</summary>
    public double KnownShare => Space == 0 ? 0 : (double)Known / Space;
}
