using StreamWatch.Engine.Checkpoints.Codecs;

namespace StreamWatch.Engine.Checkpoints;

/// <summary>Reads what a <see cref="StateWriter"/> wrote.</summary>
internal sealed class StateReader(FrameReader frames, StateTypes types, CodecBook codecs, IReadOnlyDictionary<string, object> externals)
{
    /// <summary>By far more than there are; each costs code that is compiled for it.</summary>
    private const int MostTypes = 4096;

    private readonly List<(object Object, ObjectCodec Codec, long Promised)> _objects = [];
    private readonly List<ObjectCodec> _types = [];
    private readonly List<Action> _afterwards = [];
    private long _promised;

    public FrameReader Frames => frames;

    /// <summary>Reads everything.</summary>
    public object Read()
    {
        var root = Reference() ?? throw new CheckpointException("the snapshot is damaged: there is nothing in it");
        for (var number = 0; number < _objects.Count; number++)
        {
            var (read, codec, promised) = _objects[number];
            _promised -= promised;
            codec.Read(this, read);
        }

        // Keys are hashed and compared once all that they consist of is there.
        foreach (var fill in _afterwards)
        {
            fill();
        }

        return root;
    }

    /// <summary>Has something done when every object is whole.</summary>
    public void Afterwards(Action fill) => _afterwards.Add(fill);

    /// <summary>A count of things of which each takes at least so many bytes that are still to come, and one in any case.</summary>
    public int Count(long leastBytes) => frames.Count(Math.Max(1, leastBytes));

    /// <summary>Reads a mention.</summary>
    public object? Reference()
    {
        var mark = frames.Number();
        switch (mark)
        {
            case StateMarks.Null:
                return null;
            case StateMarks.New:
                return New();
            case StateMarks.External:
                var name = frames.Text();
                return externals.GetValueOrDefault(name) ?? StateMarks.Named(name)
                    ?? throw new CheckpointException($"the snapshot needs \"{name}\", which is not given: it belongs to another part of StreamWatch");
            default:
                return mark - StateMarks.FirstKnown < (ulong)_objects.Count
                    ? _objects[(int)(mark - StateMarks.FirstKnown)].Object
                    : throw new CheckpointException("the snapshot is damaged: it refers to an object that is not there");
        }
    }

    private object New()
    {
        var number = frames.Number();
        if (number == (ulong)_types.Count && number < MostTypes)
        {
            var type = types.Read(frames);
            _types.Add(types.WhyNot(type) is { } why ? throw new CheckpointException($"the snapshot is damaged: an object of {type} in it: {why}") : codecs.Object(type));
        }
        else if (number >= (ulong)_types.Count)
        {
            throw new CheckpointException("the snapshot is damaged: it refers to a type that is not there");
        }

        var codec = _types[(int)number];
        var made = codec.Make(this, out var promised);
        _promised += promised;
        if (_promised > frames.Left)
        {
            throw new CheckpointException("the snapshot is damaged: it promises more than is left of it");
        }

        _objects.Add((made, codec, promised));
        return made;
    }
}
