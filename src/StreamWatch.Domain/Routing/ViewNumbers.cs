using System.Net;

namespace StreamWatch.Domain.Routing;

/// <summary>Numbers the views of route collectors' peers as they are met. Not thread-safe.</summary>
/// <typeparam name="TAddress">How addresses are told apart.</typeparam>
/// <param name="addView">Gives a number to a view that is met for the first time.</param>
/// <param name="toAddress">The framework's address of one.</param>
public sealed class ViewNumbers<TAddress>(Func<ViewKey, int> addView, Func<TAddress, IPAddress> toAddress)
    where TAddress : struct, IEquatable<TAddress>
{
    /// <summary>AS_TRANS stands for an ASN that does not fit into two bytes (RFC 6793 section 9).</summary>
    private const uint AsTrans = 23456;

    private readonly Dictionary<(string Collector, uint Asn, TAddress Address), int> _views = [];
    private readonly Dictionary<(string Collector, TAddress Address), int> _byAddress = [];
    private string _collector = "";
    private TAddress _address;
    private uint _asn;
    private int _view;

    /// <summary>Everything that was numbered, in the order in which it was: for whoever goes on elsewhere.</summary>
    public IEnumerable<(string Collector, uint Asn, TAddress Address, int View)> Known => _views.Select(view => (view.Key.Collector, view.Key.Asn, view.Key.Address, view.Value));

    /// <summary>Takes over what was numbered elsewhere, in that order, before anything is met here.</summary>
    public void Recall(IEnumerable<(string Collector, uint Asn, TAddress Address, int View)> known)
    {
        foreach (var (collector, asn, address, view) in known)
        {
            _views.Add((collector, asn, address), view);
            _byAddress[(collector, address)] = view;
        }
    }

    /// <summary>The view of a peer. What is said under AS_TRANS is of the view that was met at that address before.</summary>
    public int Of(string collector, uint asn, TAddress address)
    {
        if (asn == _asn && address.Equals(_address) && ReferenceEquals(collector, _collector))
        {
            return _view;
        }

        var key = (collector, asn, address);
        if (!_views.TryGetValue(key, out var view) && !(asn == AsTrans && _byAddress.TryGetValue((collector, address), out view)))
        {
            view = addView(new ViewKey(collector, asn, toAddress(address)));
            _views.Add(key, view);
            _byAddress[(collector, address)] = view;
        }

        (_collector, _address, _asn, _view) = (collector, address, asn, view);
        return view;
    }
}
