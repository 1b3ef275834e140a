namespace StreamWatch.Domain.Routing;

/// <summary>A count for each address family.</summary>
public sealed class FamilyCount
{
    private int _ipv4;
    private int _ipv6;

    public int this[AddressFamily family] => family == AddressFamily.IPv4 ? _ipv4 : _ipv6;

    /// <summary>Both families together.</summary>
    public int Total => _ipv4 + _ipv6;

    public void Add(AddressFamily family, int amount)
    {
        if (family == AddressFamily.IPv4)
        {
            _ipv4 += amount;
        }
        else
        {
            _ipv6 += amount;
        }
    }

    /// <summary>Takes these counts in place of its own.</summary>
    public void Set(int ipv4, int ipv6) => (_ipv4, _ipv6) = (ipv4, ipv6);

    public void Clear() => _ipv4 = _ipv6 = 0;
}
