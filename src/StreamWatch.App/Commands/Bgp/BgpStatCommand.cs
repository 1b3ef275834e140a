using System.CommandLine;
using StreamWatch.App.Output;
using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Statistics;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.App.Commands.Bgp;

/// <summary><c>streamwatch bgp stat</c>: decodes everything and prints counts.</summary>
internal static class BgpStatCommand
{
    public static Command Create()
    {
        var files = BgpCommand.Files();
        var json = new Option<bool>("--json") { Description = "One JSON object with `files` and `total` instead of text." };
        var command = new Command(
            "stat",
            """
            Count what BGP dumps hold: records by type, elems, peers, prefixes, ASNs, times, rejected records.
              streamwatch bgp stat updates.*.bz2
              streamwatch bgp stat --json rib.bz2 | jq .total.ipv4_prefixes
            Exit codes: 0 done, also where a file was torn; 1 a file is missing or not MRT; 2 wrong use.
            """)
        {
            files,
            json,
        };
        command.SetAction(result => Run(result.GetRequiredValue(files), result.GetValue(json)));
        return command;
    }

    private static int Run(string[] paths, bool json)
    {
        using var output = StandardOutput.Open();
        using IStatReport report = json ? new JsonStatReport(output) : new TextStatReport(output);
        var failed = 0;
        try
        {
            var collector = new StatisticsCollector();
            using (var queue = new MrtFileQueue(paths))
            {
                while (BgpFiles.TryNext(queue, null, ref failed, out var reader))
                {
                    var one = Count(reader, collector);
                    report.File(reader, one);
                    BgpFiles.Report(reader, null, one.RejectedRecords, one.FirstRejected);
                }
            }

            report.Total(collector.Total, paths.Length - failed);
        }
        catch (BrokenPipeException)
        {
            return failed == 0 ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }

    private static MrtStatistics Count(MrtFileReader reader, StatisticsCollector collector)
    {
        var sink = collector.Sink;
        var decoder = new MrtDecoder<StatisticsSink>();
        while (reader.TryRead(out var header, out var body))
        {
            collector.Record(header);
            decoder.Decode(header, body, ref sink);
        }

        return collector.EndFile();
    }
}
