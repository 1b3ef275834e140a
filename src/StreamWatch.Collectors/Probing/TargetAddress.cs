using System.Net;
using StreamWatch.Collectors.Probing.Dns;

namespace StreamWatch.Collectors.Probing;

/// <summary>Where a target is: its address, or what its name is resolved to.</summary>
internal static class TargetAddress
{
    /// <summary>The address, also noted in the attempt.</summary>
    /// <exception cref="ProbeEndedException">The name has none.</exception>
    public static async Task<IPAddress> OfAsync(ProbeAttempt attempt)
    {
        var address = attempt.Setting.Address
            ?? await NameResolver.ResolveAsync(attempt, attempt.Setting.Host ?? throw new ProbeEndedException(ProbeEnd.Local("the target has neither a host nor an address")))
                .ConfigureAwait(false);
        attempt.Address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return attempt.Address;
    }
}
