namespace StreamWatch.Domain.Probing;

/// <summary>The question that a dns target is asked: <c>SOA</c>, or <c>SOA/tcp</c> where it goes over TCP from the start.</summary>
/// <param name="Type">The record type asked for.</param>
/// <param name="OverTcp">Over TCP at once; otherwise over UDP, and over TCP only after a truncated answer (RFC 7766 section 5).</param>
public readonly record struct DnsQuery(DnsQueryType Type, bool OverTcp)
{
    private const string TcpEnding = "/tcp";

    /// <summary>The question where none is named: every zone has one SOA record at its top.</summary>
    public static DnsQuery Default { get; } = new(DnsQueryType.Soa, OverTcp: false);

    /// <summary>Every question there is, in the words of the watch file.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [.. Enum.GetValues<DnsQueryType>().SelectMany(type => new[] { new DnsQuery(type, false).ToString(), new DnsQuery(type, true).ToString() })];

    /// <summary>The question of these words, in capitals as in <see cref="Words"/>; null where there is none.</summary>
    public static DnsQuery? Parse(string words)
    {
        var overTcp = words.EndsWith(TcpEnding, StringComparison.Ordinal);
        var name = overTcp ? words[..^TcpEnding.Length] : words;
        foreach (var type in Enum.GetValues<DnsQueryType>())
        {
            if (Name(type) == name)
            {
                return new DnsQuery(type, overTcp);
            }
        }

        return null;
    }

    /// <summary>The words of the watch file.</summary>
    public override string ToString() => OverTcp ? Name(Type) + TcpEnding : Name(Type);

    private static string Name(DnsQueryType type) => type switch
    {
        DnsQueryType.A => "A",
        DnsQueryType.Ns => "NS",
        DnsQueryType.Soa => "SOA",
        DnsQueryType.Aaaa => "AAAA",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no type that is asked for"),
    };
}
