namespace StreamWatch.Domain.Routing;

/// <summary>
/// The several paths that an add-path session (RFC 7911) may hold to one prefix. Only views that send path identifiers
/// cost anything here; a view carries a prefix as long as one of its paths stands.
/// </summary>
public sealed class AddPathRoutes
{
    private readonly Dictionary<(int View, int Prefix), List<(uint PathId, uint Origin)>> _paths = [];

    /// <summary>Adds or replaces a path; the origins of all paths that stand, or null where the session has no path ids.</summary>
    public uint[]? Announce(in RouteEvent e, int prefix)
    {
        if (e.PathId == 0 && !_paths.ContainsKey((e.View, prefix)))
        {
            return null;
        }

        if (!_paths.TryGetValue((e.View, prefix), out var paths))
        {
            _paths.Add((e.View, prefix), paths = []);
        }

        var id = e.PathId;
        paths.RemoveAll(path => path.PathId == id);
        foreach (var origin in e.OriginSet ?? [e.Origin])
        {
            paths.Add((id, origin));
        }

        return OriginsOf(paths);
    }

    /// <summary>Removes a path; the origins of the paths that still stand.</summary>
    public uint[] Withdraw(in RouteEvent e, int prefix)
    {
        if (!_paths.TryGetValue((e.View, prefix), out var paths))
        {
            return [];
        }

        var id = e.PathId;
        paths.RemoveAll(path => path.PathId == id);
        if (paths.Count == 0)
        {
            _paths.Remove((e.View, prefix));
        }

        return OriginsOf(paths);
    }

    /// <summary>Forgets all paths of a view to a prefix.</summary>
    public void Forget(int view, int prefix)
    {
        if (_paths.Count > 0)
        {
            _paths.Remove((view, prefix));
        }
    }

    private static uint[] OriginsOf(List<(uint PathId, uint Origin)> paths) =>
        [.. paths.Select(path => path.Origin).Distinct()];
}
