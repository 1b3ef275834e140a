using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace StreamWatch.Engine.Checkpoints;

/// <summary>The allow list: which types may be in a snapshot, and how they are named in it.</summary>
internal sealed class StateTypes
{
    private const int MostNested = 8;
    private const byte Own = 0;
    private const byte Known = 1;
    private const byte ArrayOf = 2;

    private static readonly Type[] _known =
    [
        typeof(object), typeof(string), typeof(bool), typeof(char), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(Int128), typeof(UInt128), typeof(Half), typeof(float), typeof(double), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Guid), typeof(IPAddress), typeof(Nullable<>), typeof(KeyValuePair<,>),
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>), typeof(ValueTuple<,,,,,,,>),
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>), typeof(Tuple<,,,,,>), typeof(Tuple<,,,,,,>),
        typeof(List<>), typeof(Dictionary<,>), typeof(SortedDictionary<,>), typeof(SortedSet<>), typeof(HashSet<>), typeof(Queue<>), typeof(Stack<>), typeof(LinkedList<>),
        typeof(System.Collections.ObjectModel.ReadOnlyCollection<>),
        typeof(IEnumerable<>), typeof(ICollection<>), typeof(IList<>), typeof(ISet<>), typeof(IDictionary<,>),
        typeof(IReadOnlyCollection<>), typeof(IReadOnlyList<>), typeof(IReadOnlySet<>), typeof(IReadOnlyDictionary<,>),
    ];

    private readonly Assembly[] _assemblies;
    private readonly Dictionary<Type, string?> _whyNot = [];

    public StateTypes(IEnumerable<Assembly> assemblies)
    {
        _assemblies = [.. assemblies.Distinct().OrderBy(assembly => assembly.FullName, StringComparer.Ordinal)];
        var build = new StringBuilder();
        foreach (var assembly in _assemblies)
        {
            build.Append(assembly.FullName).Append(' ').Append(assembly.ManifestModule.ModuleVersionId).Append('\n');
        }

        // Values are written as they stand in memory.
        build.Append(Environment.Version).Append(' ').Append(IntPtr.Size).Append(' ').Append(BitConverter.IsLittleEndian);
        Fingerprint = SHA256.HashData(Encoding.UTF8.GetBytes(build.ToString()));
    }

    /// <summary>32 bytes that are the same for the same code on the same runtime alone.</summary>
    public byte[] Fingerprint { get; }

    /// <summary>Why no object of this type may be in a snapshot; null where it may.</summary>
    public string? WhyNot(Type type)
    {
        if (!_whyNot.TryGetValue(type, out var why))
        {
            _whyNot.Add(type, why = FindWhyNot(type));
        }

        return why;
    }

    /// <summary>Whether it is of a StreamWatch assembly that was named.</summary>
    public bool IsOwn(Type type) => _assemblies.Contains(type.Assembly);

    /// <summary>Whether values of it hold no reference and no handle, so that their bytes are all there is to them.</summary>
    public bool IsPlain(Type type) => type switch
    {
        { IsValueType: false } => false,
        { IsPrimitive: true } => type != typeof(IntPtr) && type != typeof(UIntPtr),
        { IsEnum: true } => true,
        { IsByRefLike: true } => false,
        _ => (IsOwn(type) || IsKnown(type)) && Array.TrueForAll(type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic), field => IsPlain(field.FieldType)),
    };

    /// <summary>Names a type.</summary>
    public void Write(FrameWriter to, Type type)
    {
        if (type.IsSZArray)
        {
            to.Byte(ArrayOf);
            Write(to, type.GetElementType()!);
            return;
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (Array.IndexOf(_known, definition) is var known and >= 0)
        {
            to.Byte(Known);
            to.Number((ulong)known);
        }
        else if (Array.IndexOf(_assemblies, type.Assembly) is var own and >= 0)
        {
            to.Byte(Own);
            to.Number((ulong)own);
            to.Text(definition.FullName!);
        }
        else
        {
            throw new CheckpointException($"{type} is neither of StreamWatch nor one of the framework's types that are state");
        }

        foreach (var argument in type.GetGenericArguments())
        {
            Write(to, argument);
        }
    }

    /// <summary>Reads the name of a type.</summary>
    public Type Read(FrameReader from, int nested = 0)
    {
        if (nested > MostNested)
        {
            throw new CheckpointException("the snapshot is damaged: a type in it has no end");
        }

        Type definition;
        switch (from.Byte())
        {
            case ArrayOf:
                return Read(from, nested + 1).MakeArrayType();
            case Known when from.Number() is var known && known < (ulong)_known.Length:
                definition = _known[known];
                break;
            case Own when from.Number() is var own && own < (ulong)_assemblies.Length:
                var name = from.Text();
                definition = _assemblies[own].GetType(name) is { HasElementType: false, IsConstructedGenericType: false } found && IsOwn(found)
                    ? found
                    : throw new CheckpointException($"the snapshot is damaged: there is no type \"{name}\"");
                break;
            default:
                throw new CheckpointException("the snapshot is damaged: a type in it cannot be");
        }

        if (!definition.IsGenericTypeDefinition)
        {
            return definition;
        }

        var arguments = new Type[definition.GetGenericArguments().Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Read(from, nested + 1);
        }

        return definition.MakeGenericType(arguments);
    }

    private static bool IsKnown(Type type) => Array.IndexOf(_known, type.IsGenericType ? type.GetGenericTypeDefinition() : type) >= 0;

    private string? FindWhyNot(Type type)
    {
        if (type.IsSZArray)
        {
            var element = type.GetElementType()!;
            return element.IsValueType ? WhyNot(element) : null;
        }

        if (type.IsArray || type.IsPointer || type.IsByRefLike || type.IsAbstract || type.IsInterface || typeof(Delegate).IsAssignableFrom(type))
        {
            return $"{type} is nothing that a snapshot can hold";
        }

        if (type.IsPrimitive || type.IsEnum)
        {
            return type == typeof(IntPtr) || type == typeof(UIntPtr) ? $"{type} is a place in memory and no state" : null;
        }

        if (!IsOwn(type) && !IsKnown(type))
        {
            return $"{type} is neither of StreamWatch nor one of the framework's types that are state; give it as one of the surroundings, or keep what it is made of";
        }

        for (var at = type; IsOwn(at); at = at.BaseType!)
        {
            if (at.GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null
                || (at.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && !IsOwn(parent)))
            {
                return $"{type} holds more than state";
            }
        }

        return null;
    }
}
