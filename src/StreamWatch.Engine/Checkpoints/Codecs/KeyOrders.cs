namespace StreamWatch.Engine.Checkpoints.Codecs;

/// <summary>The ways to tell keys apart that a snapshot can name.</summary>
internal static class KeyOrders
{
    private const byte Default = 0;
    private const byte Ordinal = 1;
    private const byte OrdinalIgnoreCase = 2;
    private const byte ByReference = 3;

    /// <summary>The mark of a comparer; null for any other.</summary>
    public static byte? MarkOf(object comparer) => comparer switch
    {
        _ when comparer.Equals(StringComparer.Ordinal) => Ordinal,
        _ when comparer.Equals(StringComparer.OrdinalIgnoreCase) => OrdinalIgnoreCase,
        ReferenceEqualityComparer => ByReference,
        _ when IsDefault(comparer.GetType()) => Default,
        _ => null,
    };

    /// <summary>The equality of a mark; null for the default.</summary>
    public static IEqualityComparer<T>? Equality<T>(byte mark) => mark == Default ? null : Of(mark) as IEqualityComparer<T> ?? throw Wrong<T>(mark);

    /// <summary>The order of a mark; null for the default.</summary>
    public static IComparer<T>? Order<T>(byte mark) => mark == Default ? null : Of(mark) as IComparer<T> ?? throw Wrong<T>(mark);

    private static object? Of(byte mark) => mark switch
    {
        Ordinal => StringComparer.Ordinal,
        OrdinalIgnoreCase => StringComparer.OrdinalIgnoreCase,
        ByReference => ReferenceEqualityComparer.Instance,
        _ => null,
    };

    /// <summary>The framework's own defaults derive from these two, one class for each kind of key.</summary>
    private static bool IsDefault(Type type)
    {
        for (var at = type.Assembly == typeof(object).Assembly ? type : null; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && (at.GetGenericTypeDefinition() == typeof(EqualityComparer<>) || at.GetGenericTypeDefinition() == typeof(Comparer<>)))
            {
                var standard = at.GetProperty(nameof(EqualityComparer<int>.Default))!.GetValue(null);
                return standard!.GetType() == type;
            }
        }

        return false;
    }

    private static CheckpointException Wrong<T>(byte mark) => new($"the snapshot is damaged: comparer {mark} cannot tell {typeof(T)} apart");
}
