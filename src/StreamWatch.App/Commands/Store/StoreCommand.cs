using System.CommandLine;
using System.Globalization;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Logging;
using StreamWatch.App.Stages;
using StreamWatch.App.Storing;
using StreamWatch.App.Watching;
using StreamWatch.Schemas.Batches;
using StreamWatch.Storage;

namespace StreamWatch.App.Commands.Store;

/// <summary>
/// <c>streamwatch store</c>: from Kafka into ClickHouse. Exit codes: 0 stopped by Ctrl-C, or with --until-end done, 1 Kafka or ClickHouse failed, 2 wrong use or
/// configuration.
/// </summary>
internal static class StoreCommand
{
    private static readonly TimeSpan LeastStoreEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan DefaultMemberTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastMemberTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostMemberTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MostStoreEvery = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var group = new Option<string>("--group")
        {
            Description = "Name of the consumer group; stages of one group share the partitions.",
            HelpName = "NAME",
            DefaultValueFactory = _ => "streamwatch-store",
        };
        var storeEvery = new Option<string>("--store-every")
        {
            Description = "How long rows wait for a block to be full, 100ms to 10m.",
            HelpName = "TIME",
            DefaultValueFactory = _ => "5s",
        };
        var memberTimeout = SettingOptions.Duration(
            "--member-timeout", "How long a process that is gone keeps its partitions from the others of the group, 1s to 5m; brokers allow 6s and more unless told otherwise.", DefaultMemberTimeout);
        var untilEnd = new Option<bool>("--until-end") { Description = "End when every partition has been read to its end, instead of waiting for more." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object with what was stored at the end, and nothing else." };
        var kafka = new KafkaTarget();
        var target = new StoreTarget();
        var stage = new StageSettings();
        var command = new Command(
            "store",
            """
            Read what collect and detect publish and keep it in ClickHouse, every row exactly once.

            Example: streamwatch store --kafka kafka1:9092 --clickhouse https://clickhouse1:8443
            Exit codes: 0 stopped by Ctrl-C, or with --until-end done; 1 Kafka or ClickHouse failed; 2 wrong use or configuration.
            """)
        {
            group, storeEvery, memberTimeout, untilEnd, json,
        };
        kafka.AddTo(command);
        target.AddTo(command);
        stage.AddTo(command);
        EnvironmentDefaults.AddTo(command);
        command.SetAction((parsed, cancellation) => StageWork.DoAsync(parsed, 0, async () =>
        {
            var faults = new List<string>();
            var stageOptions = stage.Read(parsed, faults);
            var every = SettingOptions.Time(parsed, storeEvery, LeastStoreEvery, MostStoreEvery, faults);
            var timeout = SettingOptions.Time(parsed, memberTimeout, LeastMemberTimeout, MostMemberTimeout, faults);
            var topics = new TopicNames(kafka.Prefix(parsed));
            if (parsed.GetValue(group)!.Length is 0 or > 255)
            {
                faults.Add($"--group has {parsed.GetValue(group)!.Length} characters; allowed are 1 to 255");
            }

            if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }

            var settings = kafka.Read(parsed, "store");
            var storeOptions = target.Read(parsed, "store");
            using var log = ProgramLog.Open(parsed);
            var process = Stage.Open("store", stageOptions, TimeProvider.System, log);
            await using var _ = process.ConfigureAwait(false);
            var store = await StreamWatchStore.OpenAsync(storeOptions, cancellation).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                var options = new StoreStageOptions { Group = parsed.GetValue(group)!, StoreEvery = every!.Value, MemberTimeout = timeout!.Value, UntilEnd = parsed.GetValue(untilEnd) };
                using var storing = new StoreStage(store, settings, topics, options, TimeProvider.System, process, log);
                await storing.RunAsync(cancellation).ConfigureAwait(false);
                await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(json) ? Json(storing) : Text(storing)).ConfigureAwait(false);
            }

            return 0;
        }));
        return command;
    }

    private static string Json(StoreStage stage) => OutageJson.Text(new { rows = stage.RowsStored, blocks = stage.Stored, refused = stage.Refused });

    private static string Text(StoreStage stage) =>
        string.Create(CultureInfo.InvariantCulture, $"{stage.RowsStored:N0} rows stored, {stage.Refused:N0} messages refused (see rejected_records)");
}
