using StreamWatch.Domain.Routing;
using Xunit;

namespace StreamWatch.Tests.Domain.Routing;

public sealed class BitMatrixTests
{
    [Fact]
    public void It_holds_what_a_set_of_pairs_holds() => Laws.Hold(100, 400, history =>
    {
        var matrix = new BitMatrix();
        var reference = new HashSet<(int Row, int View)>();
        var rows = 0;
        var views = 1;
        foreach (var step in history)
        {
            var dice = new Dice(step);
            var what = dice.Next(10);
            if (what == 0 || rows == 0)
            {
                Assert.Equal(rows++, matrix.Add());
            }
            else if (what == 1)
            {
                views = Math.Max(views, dice.Next(700) + 1);
                matrix.EnsureBits(views);
            }
            else
            {
                var cell = (Row: dice.Next(rows), View: dice.Next(views));
                Assert.Equal(reference.Contains(cell), matrix.Get(cell.Row, cell.View));
                if (what < 7)
                {
                    Assert.Equal(reference.Add(cell), matrix.Set(cell.Row, cell.View));
                }
                else
                {
                    Assert.Equal(reference.Remove(cell), matrix.Clear(cell.Row, cell.View));
                }
            }
        }

        Assert.Equal(rows, matrix.Rows);
        Assert.True(matrix.Words * 64 >= views);
        for (var row = 0; row < rows; row++)
        {
            for (var view = 0; view < views; view++)
            {
                Assert.Equal(reference.Contains((row, view)), matrix.Get(row, view));
            }
        }
    });

    [Fact]
    public void Rows_on_either_side_of_a_page_are_apart_and_outlive_widening()
    {
        var matrix = new BitMatrix();
        for (var row = 0; row < 10_000; row++)
        {
            matrix.Add();
        }

        matrix.Set(4095, 63);
        matrix.Set(4096, 0);
        matrix.Set(9999, 17);
        matrix.EnsureBits(65);
        matrix.Set(4095, 64);
        matrix.EnsureBits(300);
        matrix.Set(0, 299);

        var set = from row in Enumerable.Range(0, matrix.Rows) from view in Enumerable.Range(0, 300) where matrix.Get(row, view) select (row, view);
        Assert.Equal([(0, 299), (4095, 63), (4095, 64), (4096, 0), (9999, 17)], set);
    }
}
