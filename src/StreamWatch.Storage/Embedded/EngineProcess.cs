using System.Diagnostics;
using System.Globalization;

namespace StreamWatch.Storage.Embedded;

/// <summary>The child process of the engine. Its standard input stays open as long as this one lives.</summary>
internal sealed class EngineProcess : IDisposable
{
    private const int KeptCharacters = 4000;
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private string _said = "";

    private EngineProcess(Process process) => _process = process;

    public int Id { get; private set; }

    /// <summary>Ends with the process; the result is the end of what it wrote.</summary>
    public Task<string> Ended => _ended.Task;

    public static EngineProcess Start(EngineHostCommand host, EngineHostArguments arguments)
    {
        var start = new ProcessStartInfo(host.FileName)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = arguments.PrivateDirectory,
        };
        string[] options =
        [
            .. host.Arguments,
            "--library", arguments.Library, "--data", arguments.DataDirectory, "--private", arguments.PrivateDirectory,
            "--http", arguments.HttpPort.ToString(CultureInfo.InvariantCulture), "--tcp", arguments.TcpPort.ToString(CultureInfo.InvariantCulture),
            "--parent", arguments.ParentProcessId.ToString(CultureInfo.InvariantCulture),
        ];
        foreach (var option in options)
        {
            start.ArgumentList.Add(option);
        }

        // The child is small beside the engine: it needs neither a tiered compiler in the background nor a large heap.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";

        var process = new EngineProcess(new Process { StartInfo = start });
        process.Launch();
        return process;
    }

    /// <summary>Waits for the end, then asks for it with a signal that cannot be refused.</summary>
    public async Task EndAsync(TimeSpan patience)
    {
        try
        {
            await Ended.WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            try
            {
                _process.Kill();
            }
            catch (InvalidOperationException)
            {
                // It ended in between.
            }

            await Ended.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        // The thread that waits for the process disposes of it.
    }

    /// <summary>
    /// The kernel ends the child when the thread that started it ends (PR_SET_PDEATHSIG counts threads, not processes), so the child gets a
    /// thread that lives as long as it does.
    /// </summary>
    private void Launch()
    {
        var launched = new TaskCompletionSource();
        new Thread(() => Live(launched)) { IsBackground = true, Name = "engine process" }.Start();
        launched.Task.GetAwaiter().GetResult();
    }

    private void Live(TaskCompletionSource launched)
    {
        using (_process)
        {
            try
            {
                _process.OutputDataReceived += (_, e) => Hear(e.Data);
                _process.ErrorDataReceived += (_, e) => Hear(e.Data);
                _process.Start();
                Id = _process.Id;
                _process.BeginOutputReadLine();
                _process.BeginErrorReadLine();
            }
            catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                launched.SetException(new StorageException($"the engine's process cannot be started ({_process.StartInfo.FileName}): {e.Message}", e));
                return;
            }

            launched.SetResult();
            _process.WaitForExit();
            lock (_lock)
            {
                var said = _said.Trim();
                _ended.SetResult(said.Length > 0 ? said : string.Create(CultureInfo.InvariantCulture, $"exit code {_process.ExitCode}"));
            }
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _said = _said + line + "\n";
            if (_said.Length > KeptCharacters)
            {
                _said = _said[^KeptCharacters..];
            }
        }
    }
}
