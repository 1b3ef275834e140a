using FsCheck;
using FsCheck.Fluent;

namespace StreamWatch.Tests;

/// <summary>Checks laws on generated histories. A history is an array of numbers; each is read as one step by <see cref="Dice"/>.</summary>
static class Laws
{
    /// <summary>Holds the law against histories of up to <paramref name="longest"/> steps and shrinks the first that breaks it.</summary>
    public static void Hold(int tests, int longest, Action<int[]> law)
    {
        var histories = Gen.Choose(0, longest)
            .SelectMany(length => Gen.Choose(0, int.MaxValue - 1).ArrayOf(length));
        var property = Prop.ForAll(Arb.From(histories, Shorter), history =>
        {
            law(history);
            return true;
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests).WithQuietOnSuccess(true), property);
    }

    static IEnumerable<int[]> Shorter(int[] history)
    {
        for (var width = history.Length; width > 0; width /= 2)
        {
            for (var at = 0; at + width <= history.Length; at += width)
            {
                yield return [.. history[..at], .. history[(at + width)..]];
            }
        }
    }
}
