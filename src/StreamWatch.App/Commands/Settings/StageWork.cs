using System.CommandLine;
using StreamWatch.App.Collecting.Live;
using StreamWatch.App.Watching;
using StreamWatch.Collectors.Feeds;
using StreamWatch.Engine.Checkpoints;
using StreamWatch.Kafka;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;
using StreamWatch.Topology.Hosting;

namespace StreamWatch.App.Commands.Settings;

/// <summary>The work of a stage of the cluster: what fails is said in one message, and becomes the exit code that every stage has for it.</summary>
internal static class StageWork
{
    private const int Failed = 1;
    private const int WrongUse = 2;

    /// <summary>Does it; 1 where it failed, 2 where the words are wrong, <paramref name="interrupted"/> where it was stopped, else what the work says.</summary>
    public static async Task<int> DoAsync(ParseResult parsed, int interrupted, Func<Task<int>> work)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConfigurationException or KafkaUsageException or ClickHouseUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {EnvironmentDefaults.Explain(parsed, e.Message)}").ConfigureAwait(false);
            return WrongUse;
        }
        catch (KafkaException e)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}{(e.IsRetryable ? "; look whether the brokers run, then start again" : "")}").ConfigureAwait(false);
            return Failed;
        }
        catch (Exception e) when (e is FeedException or StorageException or ClickHouseException or OutboxException or CheckpointException or StreamsFailedException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            if (interrupted != 0)
            {
                await error.WriteLineAsync("streamwatch: interrupted; run the same again and it goes on").ConfigureAwait(false);
            }

            return interrupted;
        }
    }
}
