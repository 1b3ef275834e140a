namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A string: its UTF-16 units where it is mentioned first.</summary>
internal sealed class StringCodec : ObjectCodec
{
    public override void WriteShape(StateWriter to, object value) => to.Frames.Text((string)value);

    public override object Make(StateReader from, out long promised)
    {
        promised = 0;
        return from.Frames.Text();
    }

    public override void Write(StateWriter to, object value)
    {
    }

    public override void Read(StateReader from, object value)
    {
    }
}
