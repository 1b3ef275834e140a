using System.CommandLine;
using StreamWatch.App.Commands.Annotate;
using StreamWatch.App.Commands.Backups;
using StreamWatch.App.Commands.Bgp;
using StreamWatch.App.Commands.Collect;
using StreamWatch.App.Commands.Demo;
using StreamWatch.App.Commands.Detect;
using StreamWatch.App.Commands.Doctor;
using StreamWatch.App.Commands.EngineHost;
using StreamWatch.App.Commands.Evaluate;
using StreamWatch.App.Commands.Health;
using StreamWatch.App.Commands.Outages;
using StreamWatch.App.Commands.Probe;
using StreamWatch.App.Commands.Redetect;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Retention;
using StreamWatch.App.Commands.Run;
using StreamWatch.App.Commands.Serve;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Commands.Simulate;
using StreamWatch.App.Commands.Sql;
using StreamWatch.App.Commands.Store;
using StreamWatch.App.Commands.Topics;
using StreamWatch.App.Commands.Topology;
using StreamWatch.App.Logging;

namespace StreamWatch.App.Commands;

/// <summary>All commands of the program, in the order of its help.</summary>
internal static class ProgramCommands
{
    /// <summary>The root: what is typed is parsed from here.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("StreamWatch measures whether networks are reachable, finds outages and keeps every measurement.")
        {
            DemoCommand.Create(),
            RunCommand.Create(),
            ReplayCommand.Create(),
            RedetectCommand.Create(),
            ProbeCommand.Create(),
            OutageCommand.Create(),
            AnnotateCommand.Create(),
            SqlCommand.Create(),
            ServeCommand.Create(),
            RetentionCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            DoctorCommand.Create(),
            BgpCommand.Create(),
            SimulateCommand.Create(),
            EvaluateCommand.Create(),
            HealthCommand.Create(),
            CollectCommand.Create(),
            DetectCommand.Create(),
            StoreCommand.Create(),
            TopicsCommand.Create(),
            TopologyCommand.Create(),
            EngineHostCommandLine.Create(),
        };
        ProgramLog.AddOptions(root);
        EnvironmentDefaults.AddTo(root);
        return root;
    }
}
