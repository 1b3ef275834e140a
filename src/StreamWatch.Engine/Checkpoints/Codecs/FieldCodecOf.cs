using System.Reflection;
using System.Reflection.Emit;

namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>A field, got at where it stands: private and readonly ones too.</summary>
internal sealed class FieldCodecOf<TOwner, TField> : FieldCodec<TOwner>
{
    private readonly string _name;
    private readonly ValueCodec<TField> _value;
    private readonly Place _place;

    public FieldCodecOf(FieldInfo field, CodecBook codecs)
    {
        // A property's field is told by the property's name, a captured parameter's by the parameter's.
        _name = field.Name is ['<', .., _] && field.Name.IndexOf('>', StringComparison.Ordinal) is var end and > 1 ? field.Name[1..end] : field.Name;
        _value = codecs.Value<TField>();
        _place = PlaceOf(field);
    }

    private delegate ref TField Place(ref TOwner owner);

    public override long LeastBytes => _value.LeastBytes;

    public override void Write(StateWriter to, ref TOwner owner)
    {
        to.At(_name);
        _value.Write(to, ref _place(ref owner));
    }

    public override void Read(StateReader from, ref TOwner owner) => _value.Read(from, ref _place(ref owner));

    /// <summary>Reflection alone gives copies, and at fifty times the cost.</summary>
    private static Place PlaceOf(FieldInfo field)
    {
        var method = new DynamicMethod("PlaceOf" + field.Name, typeof(TField).MakeByRefType(), [typeof(TOwner).MakeByRefType()], typeof(FieldCodecOf<TOwner, TField>).Module, skipVisibility: true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        if (typeof(TOwner) == typeof(object))
        {
            code.Emit(OpCodes.Ldind_Ref);
            code.Emit(OpCodes.Castclass, field.DeclaringType!);
        }

        code.Emit(OpCodes.Ldflda, field);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Place>();
    }
}
