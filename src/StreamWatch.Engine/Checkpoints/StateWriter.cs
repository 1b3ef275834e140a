using StreamWatch.Engine.Checkpoints.Codecs;

namespace StreamWatch.Engine.Checkpoints;

/// <summary>
/// Writes objects in the order in which they are first referred to: what it takes to make one stands where it is mentioned first, what is in it follows in that order. So neither
/// side goes deeper into the stack for a longer list.
/// </summary>
internal sealed class StateWriter(FrameWriter frames, StateTypes types, CodecBook codecs, IReadOnlyDictionary<object, string> externals)
{
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<(object Object, ObjectCodec Codec, int Holder, string Field)> _objects = [];
    private readonly Dictionary<Type, int> _types = [];
    private int _holder = -1;
    private string _field = "";

    public FrameWriter Frames => frames;

    /// <summary>Writes everything.</summary>
    public void Write(object root)
    {
        Reference(root);
        for (_holder = 0; _holder < _objects.Count; _holder++)
        {
            var (written, codec, _, _) = _objects[_holder];
            codec.Write(this, written);
        }
    }

    /// <summary>Which field of the object in hand is written next.</summary>
    public void At(string field) => _field = field;

    /// <summary>Mentions an object.</summary>
    public void Reference(object? value)
    {
        if (value is null)
        {
            frames.Number(StateMarks.Null);
        }
        else if (_numbers.TryGetValue(value, out var number))
        {
            frames.Number(StateMarks.FirstKnown + (ulong)number);
        }
        else if (externals.TryGetValue(value, out var name) || StateMarks.TryNameOf(value, out name))
        {
            frames.Number(StateMarks.External);
            frames.Text(name);
        }
        else
        {
            New(value);
        }
    }

    /// <summary>Something here is no state.</summary>
    public CheckpointException Refuse(string why) => new($"{Path()} cannot be written to a snapshot: {why}");

    private void New(object value)
    {
        if (value is Delegate)
        {
            throw Refuse("it is a delegate, which is code and no state; keep a value in its place");
        }

        var type = value.GetType();
        if (types.WhyNot(type) is { } why)
        {
            throw Refuse(why);
        }

        var codec = codecs.Object(type);
        frames.Number(StateMarks.New);
        if (_types.TryGetValue(type, out var known))
        {
            frames.Number((ulong)known);
        }
        else
        {
            frames.Number((ulong)_types.Count);
            _types.Add(type, _types.Count);
            types.Write(frames, type);
        }

        _numbers.Add(value, _objects.Count);
        _objects.Add((value, codec, _holder, _field));
        codec.WriteShape(this, value);
    }

    private string Path()
    {
        var path = new Stack<string>([_field]);
        for (var at = _holder; at >= 0; at = _objects[at].Holder)
        {
            path.Push(_objects[at].Holder < 0 ? _objects[at].Object.GetType().Name : _objects[at].Field);
        }

        return string.Join('.', path);
    }
}
