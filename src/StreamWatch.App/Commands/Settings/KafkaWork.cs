using System.CommandLine;
using StreamWatch.App.Watching;
using StreamWatch.Kafka;

namespace StreamWatch.App.Commands.Settings;

/// <summary>The work of a command on Kafka: what fails is said in one message, and becomes the exit code that every command has for it.</summary>
internal static class KafkaWork
{
    /// <summary>Does it; 1 where Kafka failed, 2 where the words are wrong, 130 where it was interrupted, else what the work says.</summary>
    public static async Task<int> DoAsync(ParseResult parsed, Func<Task<int>> work)
    {
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ConfigurationException or KafkaUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {EnvironmentDefaults.Explain(parsed, e.Message)}").ConfigureAwait(false);
            return 2;
        }
        catch (KafkaException e)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}{(e.IsRetryable ? "; look whether the brokers run, then try again" : "")}").ConfigureAwait(false);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("streamwatch: interrupted").ConfigureAwait(false);
            return 130;
        }
    }
}
