using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace StreamWatch.IntegrationTests.Running;

/// <summary>A <c>streamwatch run</c> as people start it, with what it prints; killed when the test forgets it.</summary>
sealed class LiveWatch : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly Process _process;
    readonly List<string> _lines = [];
    readonly List<string> _errors = [];
    readonly Task _reading;

    LiveWatch(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _lines), ReadAsync(process.StandardError, _errors));
    }

    /// <summary>The outages it printed, oldest first.</summary>
    public IReadOnlyList<JsonElement> Outages
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines.Select(line => JsonDocument.Parse(line).RootElement)];
            }
        }
    }

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    /// <summary>Starts one with bins of a second, that prints JSON.</summary>
    public static LiveWatch Start(string watch, params string[] more) => Start(watch, [], more);

    /// <summary>The same with these variables in its environment.</summary>
    public static LiveWatch Start(string watch, Dictionary<string, string> environment, params string[] more) => new(Storage.Program.Start(
        environment,
    [
        "run", "--watch", watch, "--json", "--log-level", "information", "--target-bin", "1s", "--target-grace", "2s", "--target-idle-after", "4s", "--target-warm-up", "6",
        "--correlation-below", "0.001", .. more,
    ]));

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"waited in vain for: {what}\nit printed:\n{string.Join('\n', Outages)}\nand said:\n{Errors}");
            if (_process.HasExited)
            {
                await _reading;
                Assert.Fail($"it ended with {_process.ExitCode} while the test waited for: {what}\n{Errors}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    public Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    /// <summary>Waits until it has taken up what is stored and begins to probe.</summary>
    public Task UntilProbingAsync() => UntilAsync("probing", () => Errors.Contains("Probes ", StringComparison.Ordinal));

    /// <summary>Sends it a signal by its name.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until it ends by itself or a moment has come.</summary>
    public async Task EndsAsync(CancellationToken moment)
    {
        try
        {
            await _process.WaitForExitAsync(moment);
            await _reading;
            Assert.Fail($"it ended by itself with {_process.ExitCode}: {Errors}");
        }
        catch (OperationCanceledException)
        {
            // The moment has come.
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does, alone or with the ClickHouse engine that is its child.</summary>
    public async Task KillAsync(bool withEngine = false)
    {
        _process.Kill(withEngine);
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>Ends it as Ctrl-C does; its exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        await SignalAsync("INT");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    static async Task ReadAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }
}
