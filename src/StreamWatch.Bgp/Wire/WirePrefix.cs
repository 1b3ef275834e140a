using System.Runtime.CompilerServices;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Wire;

/// <summary>
/// A prefix as it stood on the wire (RFC 4271 section 4.3): bits behind the length may be set, and the length may be longer than the
/// family allows. <see cref="Prefix"/> is the canonical form; sinks for which <see cref="IsValid"/> is false never see it as an elem.
/// </summary>
public readonly struct WirePrefix
{
    public WirePrefix(AddressFamily family, ulong high, ulong low, byte length, uint pathId, bool hasPathId)
    {
        Family = family;
        High = high;
        Low = low;
        Length = length;
        PathId = pathId;
        HasPathId = hasPathId;
    }

    /// <summary>First 64 bits as sent, left-aligned, host bits included.</summary>
    public ulong High { get; }

    /// <summary>Last 64 bits as sent; 0 for IPv4.</summary>
    public ulong Low { get; }

    /// <summary>Path identifier (RFC 7911); 0 where the record carries none.</summary>
    public uint PathId { get; }

    /// <summary>Length in bits as sent.</summary>
    public byte Length { get; }

    public AddressFamily Family { get; }

    /// <summary>Whether the record is of an add-path subtype (RFC 8050), so that <see cref="PathId"/> means something.</summary>
    public bool HasPathId { get; }

    /// <summary>Whether the length fits the family: at most 32 or 128.</summary>
    public bool IsValid => Length <= (Family == AddressFamily.IPv4 ? 32 : 128);

    /// <summary>The canonical prefix, host bits cleared. Only for valid lengths.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length does not fit the family.</exception>
    public Prefix Prefix
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Family, High, Low, Length);
    }
}
