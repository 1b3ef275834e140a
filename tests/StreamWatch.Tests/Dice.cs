namespace StreamWatch.Tests;

/// <summary>Reads choices off one generated number, so that shrinking a history shrinks whole steps.</summary>
struct Dice(int number)
{
    ulong _left = (ulong)number * 0x9E3779B97F4A7C15UL;

    /// <summary>A number from 0 to before <paramref name="sides"/>.</summary>
    public int Next(int sides)
    {
        _left = (_left ^ (_left >> 31)) * 0xD6E8FEB86659FD93UL;
        return (int)((_left >> 33) % (ulong)sides);
    }

    /// <summary>One of these.</summary>
    public T Of<T>(params T[] choices) => choices[Next(choices.Length)];
}
