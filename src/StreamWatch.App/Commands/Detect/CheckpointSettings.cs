using System.CommandLine;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Detecting.Checkpoints;

namespace StreamWatch.App.Commands.Detect;

/// <summary>The options of the local engine's checkpoints.</summary>
internal sealed class CheckpointSettings
{
    private readonly Option<string?> _folder = new("--checkpoints")
    {
        Description = "Folder of this host for checkpoints, from which a restart goes on; the last two are kept. Default: none, a restart reads the topics from the beginning.",
        HelpName = "DIR",
    };

    private readonly Option<string> _every = SettingOptions.Duration("--checkpoint-every", "From one checkpoint to the next, 100ms to 1h.", CheckpointOptions.DefaultEvery);

    public void AddTo(Command command)
    {
        command.Options.Add(_folder);
        command.Options.Add(_every);
    }

    /// <summary>Where and how often; null for none. What is wrong is added to the faults.</summary>
    public CheckpointOptions? Read(ParseResult parsed, bool isLocal, List<string> faults)
    {
        var every = SettingOptions.Time(parsed, _every, CheckpointOptions.LeastEvery, CheckpointOptions.MostEvery, faults);
        if (parsed.GetValue(_folder) is not { Length: > 0 } folder)
        {
            return null;
        }

        if (!isLocal)
        {
            faults.Add($"{_folder.Name} is for --engine local alone: the topology keeps its state in changelogs");
        }

        return every is { } time ? new CheckpointOptions(folder, time) : null;
    }
}
