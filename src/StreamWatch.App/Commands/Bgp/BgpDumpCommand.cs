using System.CommandLine;
using StreamWatch.App.Output;
using StreamWatch.Bgp.Text;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.App.Commands.Bgp;

/// <summary><c>streamwatch bgp dump</c>: one line an elem.</summary>
internal static class BgpDumpCommand
{
    public static Command Create()
    {
        var files = BgpCommand.Files();
        var format = new Option<string>("--format", "-f")
        {
            Description = "bgpdump: the lines of `bgpdump -m`. json: one object a line with every attribute (docs/formats.md).",
            DefaultValueFactory = _ => "bgpdump",
        };
        format.AcceptOnlyFromAmong("bgpdump", "json");
        var command = new Command(
            "dump",
            """
            Print every elem of BGP dumps, one a line.
              streamwatch bgp dump updates.20080220.1506.bz2 | head
              streamwatch bgp dump --format json rib.bz2 | jq .prefix
            Exit codes: 0 done, also where a file was torn (said on stderr with the byte offset);
            1 a file is missing or not MRT; 2 wrong use.
            """)
        {
            files,
            format,
        };
        command.SetAction(result => Run(result.GetRequiredValue(files), result.GetRequiredValue(format) == "json"));
        return command;
    }

    private static int Run(string[] paths, bool json)
    {
        using var output = StandardOutput.Open();
        var lines = new LineBuffer(output);
        var failed = 0;
        try
        {
            using var queue = new MrtFileQueue(paths);
            while (BgpFiles.TryNext(queue, lines, ref failed, out var reader))
            {
                if (json)
                {
                    var writer = new JsonElemWriter(lines, reader.Path);
                    BgpFiles.Decode(reader, new JsonElemSink(writer));
                    BgpFiles.Report(reader, lines, writer.RejectedRecords, writer.FirstRejected);
                }
                else
                {
                    var writer = new BgpdumpWriter(lines);
                    BgpFiles.Decode(reader, new BgpdumpSink(writer));
                    BgpFiles.Report(reader, lines, writer.RejectedRecords, writer.FirstRejected);
                }
            }

            lines.Flush();
        }
        catch (BrokenPipeException)
        {
            return failed == 0 ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }
}
