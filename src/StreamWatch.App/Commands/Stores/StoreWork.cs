using StreamWatch.App.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Stores;

/// <summary>The work of a command on a store: what fails is said in one message, and becomes the exit code that every command has for it.</summary>
internal static class StoreWork
{
    private const int Failed = 1;
    private const int WrongUse = 2;
    private const int Interrupted = 130;

    /// <summary>Does it; 1 where the store failed, 2 where the words are wrong, 130 where it was interrupted, else what the work says.</summary>
    /// <param name="error">Where messages go.</param>
    /// <param name="interrupted">What to say of an interruption.</param>
    /// <param name="work">The work.</param>
    public static async Task<int> DoAsync(TextWriter error, string interrupted, Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConfigurationException or ClickHouseUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return WrongUse;
        }
        catch (Exception e) when (e is StorageException or ClickHouseException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync($"streamwatch: {interrupted}").ConfigureAwait(false);
            return Interrupted;
        }
    }
}
