using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing.Messages;

/// <summary>A prefix as it stands in a message: with its path identifier where add-path is spoken (RFC 7911 section 3).</summary>
public readonly record struct Nlri(Prefix Prefix, uint PathId = 0)
{
    public static implicit operator Nlri(Prefix prefix) => FromPrefix(prefix);

    /// <summary>The prefix with path identifier 0.</summary>
    public static Nlri FromPrefix(Prefix prefix) => new(prefix);
}
