using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Writing;

/// <summary>
/// Holds back the merges of <c>bgp_elems</c> while much is stored: they would rewrite every elem once in the same minute (measured: 7 CPU
/// seconds for 5.5 M elems, as much as storing them). The engine forgets the pause when it ends, so a killed program leaves none behind.
/// </summary>
internal sealed class MergePause(IClickHouse clickHouse, string database)
{
    private bool _paused;

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await clickHouse.ExecuteAsync(new("merges.stop", $"SYSTEM STOP MERGES {database}.{StoredTable.Elems}"), cancellationToken).ConfigureAwait(false);
        _paused = true;
    }

    /// <summary>Lets merges go on; a failure is not one of the data's, so it is left to the engine's end.</summary>
    public async Task EndAsync()
    {
        if (!_paused)
        {
            return;
        }

        _paused = false;
        try
        {
            await clickHouse.ExecuteAsync(new("merges.start", $"SYSTEM START MERGES {database}.{StoredTable.Elems}")).ConfigureAwait(false);
        }
        catch (ClickHouseException)
        {
            // The engine is gone, and the pause with it.
        }
    }
}
