using System.Numerics;

namespace StreamWatch.Domain.Visibility;

/// <summary>
/// The views that carried an ASN's space when it was last well. Where they cannot be asked, the others' not carrying it
/// is no loss: many spaces are seen by some views only.
/// </summary>
public sealed class Witnesses
{
    private ulong[] _views = [];

    /// <summary>Share of the views asked that are witnesses, 0 to 1: what the visibility would be were all well. Null before the space was ever well.</summary>
    /// <param name="asked">The usable views whose word on the space is known.</param>
    public double? ShareOf(ReadOnlySpan<ulong> asked)
    {
        if (_views.Length == 0)
        {
            return null;
        }

        int all = 0, witnesses = 0;
        for (var word = 0; word < asked.Length; word++)
        {
            all += BitOperations.PopCount(asked[word]);
            witnesses += word < _views.Length ? BitOperations.PopCount(asked[word] & _views[word]) : 0;
        }

        return all == 0 ? null : (double)witnesses / all;
    }

    /// <summary>The space is well: those asked are witnesses if they carry it; the others stay what they were.</summary>
    public void Learn(ReadOnlySpan<ulong> asked, ReadOnlySpan<ulong> carrying)
    {
        if (_views.Length < asked.Length)
        {
            Array.Resize(ref _views, asked.Length);
        }

        for (var word = 0; word < asked.Length; word++)
        {
            _views[word] = (_views[word] & ~asked[word]) | carrying[word];
        }
    }
}
