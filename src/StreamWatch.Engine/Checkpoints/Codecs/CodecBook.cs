using System.Net;
using System.Reflection;

namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>Finds how a type is written, once for each. Not thread-safe.</summary>
internal sealed class CodecBook(StateTypes types)
{
    private const BindingFlags DeclaredFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, Type> _collections = new()
    {
        [typeof(List<>)] = typeof(ListCodec<>),
        [typeof(Queue<>)] = typeof(QueueCodec<>),
        [typeof(Stack<>)] = typeof(StackCodec<>),
        [typeof(LinkedList<>)] = typeof(LinkedListCodec<>),
        [typeof(Dictionary<,>)] = typeof(DictionaryCodec<,>),
        [typeof(SortedDictionary<,>)] = typeof(SortedDictionaryCodec<,>),
        [typeof(HashSet<>)] = typeof(HashSetCodec<>),
        [typeof(SortedSet<>)] = typeof(SortedSetCodec<>),
    };

    private readonly Dictionary<Type, object> _values = [];
    private readonly Dictionary<Type, ObjectCodec> _objects = [];

    /// <summary>How values of a type are written.</summary>
    /// <exception cref="CheckpointException">Such a value is no state.</exception>
    public ValueCodec<T> Value<T>()
    {
        if (!_values.TryGetValue(typeof(T), out var codec))
        {
            _values.Add(typeof(T), codec = NewValue(typeof(T)));
        }

        return (ValueCodec<T>)codec;
    }

    /// <summary>How objects of a type are written; it is on the allow list.</summary>
    public ObjectCodec Object(Type type)
    {
        if (!_objects.TryGetValue(type, out var codec))
        {
            _objects.Add(type, codec = NewObject(type));
        }

        return codec;
    }

    /// <summary>The fields of a type, its base classes' first, in the order of their declaration.</summary>
    public FieldCodec<TOwner>[] Fields<TOwner>(Type type)
    {
        var fields = new List<FieldCodec<TOwner>>();
        for (var at = type; at is not null && at != typeof(object) && at != typeof(ValueType); at = at.BaseType)
        {
            fields.InsertRange(0, at.GetFields(DeclaredFields).OrderBy(field => field.MetadataToken).Select(field => (FieldCodec<TOwner>)Field<TOwner>(field)));
        }

        return [.. fields];
    }

    private object Field<TOwner>(FieldInfo field)
    {
        var type = field.FieldType;
        return type.IsPointer || type.IsFunctionPointer || type.IsByRefLike
            ? throw new CheckpointException($"{field.DeclaringType}.{field.Name} cannot be written to a snapshot: it is a place in memory and no state")
            : New(typeof(FieldCodecOf<,>).MakeGenericType(typeof(TOwner), type), field, this);
    }

    private object NewValue(Type type)
    {
        if (!type.IsValueType)
        {
            return New(typeof(ReferenceCodec<>).MakeGenericType(type));
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return New(typeof(NullableCodec<>).MakeGenericType(value), this);
        }

        if (types.IsPlain(type))
        {
            return New(typeof(PlainCodec<>).MakeGenericType(type));
        }

        return types.WhyNot(type) is { } why
            ? throw new CheckpointException($"a snapshot cannot hold {type}: {why}")
            : New(typeof(StructCodec<>).MakeGenericType(type), this);
    }

    private ObjectCodec NewObject(Type type)
    {
        if (type == typeof(string))
        {
            return new StringCodec();
        }

        if (type == typeof(IPAddress))
        {
            return new AddressCodec();
        }

        if (type.IsSZArray)
        {
            return Make(typeof(ArrayCodec<>), type.GetElementType()!);
        }

        if (type.IsValueType)
        {
            return Make(typeof(BoxCodec<>), type);
        }

        return type.IsGenericType && _collections.TryGetValue(type.GetGenericTypeDefinition(), out var codec)
            ? Make(codec, type.GetGenericArguments())
            : new ClassCodec(type, this);
    }

    private ObjectCodec Make(Type codec, params Type[] arguments) => (ObjectCodec)New(codec.MakeGenericType(arguments), this);

    /// <summary>What its constructor throws comes out as it is.</summary>
    private static object New(Type type, params object[] arguments) =>
        Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null)!;
}
