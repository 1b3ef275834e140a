using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace StreamWatch.IntegrationTests.Cluster;

/// <summary>A stage that runs until it is stopped; killed when the test forgets it.</summary>
sealed class LiveStage : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    readonly Process _process;
    readonly Task<string> _output;
    readonly Task<string> _error;

    LiveStage(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public static LiveStage Start(string[] words) => new(Storage.Program.Start(words));

    /// <summary>Waits until something is so.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (_process.HasExited)
            {
                Assert.Fail($"it ended with {_process.ExitCode} while the test waited for: {what}\n{await _error}{await _output}");
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"waited in vain for: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }

    public Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    /// <summary>Ends it as <c>kill -9</c> does, at once or once a moment has come.</summary>
    public async Task KillAsync(TimeSpan moment = default)
    {
        using var come = new CancellationTokenSource(moment);
        try
        {
            await _process.WaitForExitAsync(come.Token);
            Assert.Fail($"it ended by itself with {_process.ExitCode}: {await _error}");
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Ends it as Ctrl-C does; its exit code and what it said.</summary>
    public async Task<(int Code, string Error)> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
