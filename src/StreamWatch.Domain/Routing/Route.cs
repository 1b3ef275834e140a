namespace StreamWatch.Domain.Routing;

/// <summary>A prefix together with one of its origins: what is visible or lost.</summary>
public struct Route
{
    /// <summary>Number of the prefix in the <see cref="PrefixIndex"/>.</summary>
    public required int Prefix { get; init; }

    /// <summary>The origin ASN.</summary>
    public required uint Origin { get; init; }

    /// <summary>The next route to the same prefix, or -1.</summary>
    public int Next { get; set; }

    /// <summary>Whether a table dump held it.</summary>
    public bool FromRib { get; set; }

    /// <summary>Whether the route belongs to its ASN's baseline address space.</summary>
    public bool Established { get; set; }

    /// <summary>First of the bins in a row in which most views carried it; null while they do not.</summary>
    public long? CarriedSinceBin { get; set; }

    /// <summary>First of the bins in a row in which most views had lost it; null while they have not.</summary>
    public long? LostSinceBin { get; set; }
}
