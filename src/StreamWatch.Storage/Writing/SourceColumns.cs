using StreamWatch.Storage.Writing.Columns;

namespace StreamWatch.Storage.Writing;

/// <summary>The two columns that tie every row to the block of its source, and so to the ledger.</summary>
internal sealed class SourceColumns(NumberColumn<uint> sources, NumberColumn<uint> blocks)
{
    public void Stamp(int rows, uint source, uint block)
    {
        sources.Clear();
        blocks.Clear();
        for (var i = 0; i < rows; i++)
        {
            sources.Append(source);
            blocks.Append(block);
        }
    }
}
