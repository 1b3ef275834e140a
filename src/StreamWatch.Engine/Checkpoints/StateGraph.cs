using System.Reflection;
using StreamWatch.Domain.Routing;
using StreamWatch.Engine.Checkpoints.Codecs;

namespace StreamWatch.Engine.Checkpoints;

/// <summary>
/// Writes the whole state behind an object and reads it back: private fields, shared references and cycles, of types of StreamWatch and of the framework's collections.
/// Frozen, immutable and lazy collections, lookups and delegates are no state. Not thread-safe.
/// </summary>
/// <remarks>
/// No package does this: Hyperion 0.12.2, the one that goes through fields, believes every length in the bytes, loses comparers and knows nothing of the build that wrote them.
/// The format: 8 bytes <c>SWSTATE</c> and version, 32 bytes fingerprint of the build, then frames with check sums (<see cref="FrameWriter"/>). Only the build that wrote a
/// snapshot reads it. The bytes may be hostile: only types of the allow list are made, memory is bounded by the length of the stream.
/// </remarks>
public sealed class StateGraph
{
    private readonly StateTypes _types;
    private readonly CodecBook _codecs;
    private readonly Dictionary<object, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, object> _externals = new(StringComparer.Ordinal);

    /// <param name="assemblies">Assemblies whose types may be state, besides those of the domain and of the engine.</param>
    /// <param name="externals">Surroundings that are given and not written, by name: sinks, options, watch lists, loggers. The same names when it is read.</param>
    public StateGraph(IEnumerable<Assembly> assemblies, IEnumerable<KeyValuePair<string, object>> externals)
    {
        _types = new StateTypes([typeof(Prefix).Assembly, typeof(StateGraph).Assembly, .. assemblies]);
        _codecs = new CodecBook(_types);
        foreach (var (name, external) in externals)
        {
            _names.Add(external, name);
            _externals.Add(name, external);
        }
    }

    /// <summary>Writes everything that can be reached from <paramref name="root"/>. Strings compare by value again after reading; their hashes need not be the same.</summary>
    /// <exception cref="CheckpointException">Something is no state; the message has the path of the field that holds it.</exception>
    /// <exception cref="IOException">The stream does not take it.</exception>
    public void Write(Stream to, object root)
    {
        var frames = new FrameWriter(to);
        StateHeader.Write(to, _types.Fingerprint);
        new StateWriter(frames, _types, _codecs, _names).Write(root);
        frames.Finish();
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and leaves the stream behind it.</summary>
    /// <param name="from">Has to know its length.</param>
    /// <exception cref="CheckpointException">It is damaged, cut, of another build, or not of such an object.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public T Read<T>(Stream from)
        where T : class
    {
        if (!from.CanSeek)
        {
            throw new ArgumentException("a snapshot is read from a stream that knows its length", nameof(from));
        }

        StateHeader.Check(from, _types.Fingerprint);
        var frames = new FrameReader(from);
        try
        {
            var root = new StateReader(frames, _types, _codecs, _externals).Read();
            frames.Finish();
            return root as T ?? throw new CheckpointException($"the snapshot is of {root.GetType()}, not of {typeof(T)}: it belongs to another part of StreamWatch");
        }
        catch (Exception e) when (e is not (CheckpointException or IOException))
        {
            throw new CheckpointException($"the snapshot is damaged: {e.Message}", e);
        }
    }
}
