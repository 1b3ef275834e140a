using System.CommandLine;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Detecting;

namespace StreamWatch.App.Commands.Detect;

/// <summary>The options that say which engine decides, and how the topology runs.</summary>
internal sealed class EngineSettings
{
    private const string Local = "local";
    private const string Streamiz = "streamiz";

    private readonly Option<string> _engine = new("--engine")
    {
        Description = "local: the in-process engine, one instance. streamiz: the topology, whose tasks are shared by all processes of the same options.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Local,
    };

    private readonly Option<int> _threads = SettingOptions.Number("--threads", "Streamiz alone: threads of this process, each with some of its tasks; 1 to 64.", 1);

    private readonly Option<string> _commitEvery = SettingOptions.Duration(
        "--commit-every", "Streamiz alone: how often what was read is committed and what was decided leaves; a message waits as long at each task; 1ms to 1m.", TimeSpan.FromMilliseconds(5));

    public void AddTo(Command command)
    {
        command.Options.Add(_engine);
        command.Options.Add(_threads);
        command.Options.Add(_commitEvery);
    }

    /// <summary>How the topology runs; null for the local engine. What is wrong is added to the faults.</summary>
    public TopologySettings? Read(ParseResult parsed, List<string> faults)
    {
        var wanted = parsed.GetValue(_engine);
        if (wanted == Local)
        {
            faults.AddRange(new Option[] { _threads, _commitEvery }.Where(option => SettingOptions.IsGiven(parsed, option)).Select(option => $"{option.Name} is for --engine streamiz alone"));
            return null;
        }

        if (wanted != Streamiz)
        {
            faults.Add($"--engine is \"{wanted}\"; allowed are local and streamiz");
            return null;
        }

#if !STREAMIZ
        faults.Add("--engine is streamiz, and this build is without Streamiz.Kafka.Net, as its NuGet feed did not have it: build where the feed has it, or use --engine local");
#endif
        var threads = SettingOptions.Number(parsed, _threads, 1, 64, faults);
        var every = SettingOptions.Time(parsed, _commitEvery, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1), faults);
        return threads is { } count && every is { } time ? new TopologySettings(count, time) : null;
    }
}
