using System.Diagnostics;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>What a stage says on stderr, and whether it has said something.</summary>
sealed class ErrorLines
{
    readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ErrorLines(Process process, string? begins) => All = ReadAsync(process.StandardError, begins);

    /// <summary>Completes when a line has what it says when it begins to work.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Everything that it said, once it has ended.</summary>
    public Task<string> All { get; }

    async Task<string> ReadAsync(StreamReader reader, string? begins)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (begins is not null && line.Contains(begins, StringComparison.Ordinal))
            {
                _begun.TrySetResult();
            }
        }

        return string.Join('\n', lines);
    }
}
