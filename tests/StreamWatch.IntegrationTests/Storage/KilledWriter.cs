using System.Diagnostics;
using System.Globalization;
using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;

namespace StreamWatch.IntegrationTests.Storage;

/// <summary>
/// A process that stores numbered elems and probe results, to be killed. It is this test program itself, started with an environment variable that
/// makes it a writer.
/// </summary>
static class KilledWriter
{
    public const int Sources = 2;
    public const int BlocksOfSource = 30;
    public const int RowsOfBlock = 500;
    public const int AllRows = Sources * BlocksOfSource * RowsOfBlock;
    public const int ProbesOfBlock = 200;
    public const int AllProbes = Sources * BlocksOfSource * ProbesOfBlock;
    const string Variable = "STREAMWATCH_TEST_WRITER";

    /// <summary>Starts a writer on a directory; it goes on where an earlier one was killed and exits with 0 when everything is stored.</summary>
    public static Process Start(string directory)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "StreamWatch.IntegrationTests");
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment[Variable] = directory;
        return Process.Start(start)!;
    }

    /// <summary>Whether this process is to be a writer, and on which directory.</summary>
    public static bool IsAsked([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? directory)
    {
        directory = Environment.GetEnvironmentVariable(Variable);
        return directory is { Length: > 0 };
    }

    /// <summary>Stores what is not stored yet; what one table has already is passed over. Returns 0 when all is, 1 after a failure.</summary>
    public static async Task<int> RunAsync(string directory)
    {
        try
        {
            await using var store = await StreamWatchStore.OpenAsync(new StoreOptions { DataDirectory = directory, Time = TimeProvider.System, Purpose = "writer" });
            Console.WriteLine("open");
            await using var writer = store.StartWriter(bulk: true);
            for (var number = 0; number < Sources; number++)
            {
                var source = await store.Ledger.RegisterAsync(Numbered.Source(string.Create(CultureInfo.InvariantCulture, $"s{number}")));
                for (var i = (int)Math.Min(source.StoredUpTo(StoredTable.Elems), source.StoredUpTo(StoredTable.ProbeResults)); i < BlocksOfSource; i++)
                {
                    var first = ((number * BlocksOfSource) + i) * RowsOfBlock;
                    await writer.EnqueueAsync(source, new OffsetRange(i, i + 1), Numbered.Elems(first, first + RowsOfBlock, 100));
                    if (i >= source.StoredUpTo(StoredTable.ProbeResults))
                    {
                        var probe = ((number * BlocksOfSource) + i) * ProbesOfBlock;
                        await writer.EnqueueAsync(source, new OffsetRange(i, i + 1), NumberedProbes.Results(probe, probe + ProbesOfBlock, 100));
                    }
                }
            }

            await writer.CompleteAsync();
            return 0;
        }
        catch (Exception e) when (e is StorageException or StreamWatch.Storage.ClickHouse.ClickHouseException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
