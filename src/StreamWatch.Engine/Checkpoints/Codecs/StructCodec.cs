namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A struct that holds references: field by field.</summary>
internal sealed class StructCodec<T>(CodecBook codecs) : ValueCodec<T>
    where T : struct
{
    private readonly FieldCodec<T>[] _fields = codecs.Fields<T>(typeof(T));

    public override long LeastBytes => _fields.Sum(of => of.LeastBytes);

    public override void Write(StateWriter to, ref readonly T value)
    {
        var copy = value;
        foreach (var field in _fields)
        {
            field.Write(to, ref copy);
        }
    }

    public override void Read(StateReader from, ref T value)
    {
        foreach (var field in _fields)
        {
            field.Read(from, ref value);
        }
    }
}
