using StreamWatch.Bgp.Mrt;
using StreamWatch.Bgp.Text;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.App.Commands.Bgp;

/// <summary>Going through a list of files: what the bgp commands have in common.</summary>
internal static class BgpFiles
{
    /// <summary>The next file that can be read; those that cannot are said on stderr and counted.</summary>
    public static bool TryNext(MrtFileQueue queue, LineBuffer? lines, ref int failed, out MrtFileReader reader)
    {
        while (true)
        {
            try
            {
                return queue.TryNext(out reader);
            }
            catch (FeedException e)
            {
                lines?.Flush();
                Console.Error.WriteLine($"streamwatch: {e.Message}");
                failed++;
            }
        }
    }

    /// <summary>Decodes every record of a file.</summary>
    public static void Decode<TSink>(MrtFileReader reader, TSink sink)
        where TSink : IMrtSink
    {
        var decoder = new MrtDecoder<TSink>();
        while (reader.TryRead(out var header, out var body))
        {
            decoder.Decode(header, body, ref sink);
        }
    }

    /// <summary>Says on stderr what was wrong with a file that was read.</summary>
    public static void Report(MrtFileReader reader, LineBuffer? lines, long rejected, string? firstRejected)
    {
        if (rejected == 0 && reader.Tear is null)
        {
            return;
        }

        // What was read before stands before the complaint, also where both go to one terminal.
        lines?.Flush();
        if (rejected > 0)
        {
            Console.Error.WriteLine($"streamwatch: {reader.Path}: {rejected} records rejected wholly or in part; the first: {firstRejected}");
        }

        if (reader.Tear is { } tear)
        {
            Console.Error.WriteLine($"streamwatch: {reader.Path}: torn at byte {tear.Offset}: {tear.Reason}; everything before it was read");
        }
    }
}
