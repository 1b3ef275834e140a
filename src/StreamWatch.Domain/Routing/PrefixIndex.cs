namespace StreamWatch.Domain.Routing;

/// <summary>Numbers prefixes 0, 1, 2… in the order they are first met. Open addressing; 32 bytes a prefix.</summary>
public sealed class PrefixIndex
{
    private Prefix[] _prefixes = new Prefix[1024];
    private int[] _slots = new int[4096];

    public int Count { get; private set; }

    public ref readonly Prefix this[int number] => ref _prefixes[number];

    /// <summary>The number of <paramref name="prefix"/>, or -1 where it was never met.</summary>
    public int Find(in Prefix prefix)
    {
        var mask = _slots.Length - 1;
        for (var slot = prefix.GetHashCode() & mask; ; slot = (slot + 1) & mask)
        {
            var number = _slots[slot] - 1;
            if (number < 0 || _prefixes[number].Equals(prefix))
            {
                return number;
            }
        }
    }

    /// <summary>Gives the next number to a prefix that <see cref="Find"/> did not know.</summary>
    public int Add(in Prefix prefix)
    {
        if (Count == _prefixes.Length)
        {
            Array.Resize(ref _prefixes, Count * 2);
        }

        if (Count * 2 >= _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            for (var number = 0; number < Count; number++)
            {
                Place(number);
            }
        }

        _prefixes[Count] = prefix;
        Place(Count);
        return Count++;
    }

    private void Place(int number)
    {
        var mask = _slots.Length - 1;
        var slot = _prefixes[number].GetHashCode() & mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = number + 1;
    }
}
