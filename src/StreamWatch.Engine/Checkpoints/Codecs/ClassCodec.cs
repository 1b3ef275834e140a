using System.Runtime.CompilerServices;

namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>An object of a class: field by field, those of its base classes first. No constructor runs.</summary>
internal sealed class ClassCodec(Type type, CodecBook codecs) : ObjectCodec
{
    private readonly FieldCodec<object>[] _fields = codecs.Fields<object>(type);

    public override object Make(StateReader from, out long promised)
    {
        promised = _fields.Sum(of => of.LeastBytes);
        return RuntimeHelpers.GetUninitializedObject(type);
    }

    public override void Write(StateWriter to, object value)
    {
        foreach (var field in _fields)
        {
            field.Write(to, ref value);
        }
    }

    public override void Read(StateReader from, object value)
    {
        foreach (var field in _fields)
        {
            field.Read(from, ref value);
        }
    }
}
