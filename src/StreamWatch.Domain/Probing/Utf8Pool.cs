namespace StreamWatch.Domain.Probing;

/// <summary>What texts stand for, made once for each text: names come again in every line. Bounded, so that no input makes it grow for ever.</summary>
/// <param name="make">Makes the value of a text.</param>
internal sealed class Utf8Pool<T>(Func<byte[], T> make)
{
    /// <summary>Most values kept; further ones are made anew each time.</summary>
    private const int Most = 65_536;

    /// <summary>Longest text kept, in bytes.</summary>
    private const int Longest = 256;

    private readonly Dictionary<byte[], T> _values = new(new Utf8Comparer());

    public T Of(ReadOnlySpan<byte> text)
    {
        var lookup = _values.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(text, out var value))
        {
            return value;
        }

        var key = text.ToArray();
        value = make(key);
        if (_values.Count < Most && text.Length <= Longest)
        {
            _values.Add(key, value);
        }

        return value;
    }
}
