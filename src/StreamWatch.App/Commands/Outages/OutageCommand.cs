using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using StreamWatch.App.Commands.Annotate;
using StreamWatch.App.Commands.Sql;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Outages;

/// <summary><c>streamwatch outage</c>: which peers lost which prefixes when. Exit codes: 0 done, 1 no such outage or the engine failed, 2 wrong use.</summary>
internal static class OutageCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The outage's id, as replay and v_outages show it." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object: the outage and its evidence." };
        var target = new StoreTarget();
        var command = new Command(
            "outage",
            """
            Show the evidence of an outage: which peers lost which prefixes, when, and when they were back; and the notes that
            people left on it and its incident (see annotate).

            Example: streamwatch outage asn-131279-ipv4-20220125T205000Z --data streamwatch-demo/data
            """)
        {
            id, json,
        };
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(parsed, target, parsed.GetValue(id)!, parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreTarget target, string id, bool json, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var session = new ReadSession(target.Read(parsed, "outage"));
            var (outage, losses, notes, similar) = await session.ReadAsync((client, token) => ReadAsync(client, id, token), cancellation).ConfigureAwait(false);
            if (outage is null)
            {
                await error.WriteLineAsync($"streamwatch: {OutageQueries.Unknown(id, similar)}").ConfigureAwait(false);
                return 1;
            }

            await output.WriteLineAsync(json ? JsonSerializer.Serialize(new { outage, notes, evidence = losses }, Json) : Text(outage, losses, notes)).ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is ConfigurationException or ClickHouseUsageException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 2;
        }
        catch (Exception e) when (e is StorageException or ClickHouseException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task<(StoredOutage? Outage, List<Loss> Losses, List<Note> Notes, List<string> Similar)> ReadAsync(IClickHouse client, string id, CancellationToken cancellation)
    {
        StoredOutage? outage = null;
        await foreach (var row in client.QueryAsync<StoredOutage>(OutageQueries.Outage(id), cancellation).ConfigureAwait(false))
        {
            outage = row;
        }

        var similar = new List<string>();
        var losses = new List<Loss>();
        var notes = new List<Note>();
        if (outage is null)
        {
            await foreach (var row in client.QueryAsync<StoredOutage>(OutageQueries.Similar(id), cancellation).ConfigureAwait(false))
            {
                similar.Add(row.Id);
            }

            return (null, losses, notes, similar);
        }

        await foreach (var row in client.QueryAsync<Loss>(OutageQueries.Losses(id), cancellation).ConfigureAwait(false))
        {
            losses.Add(row);
        }

        await foreach (var row in client.QueryAsync<Note>(NoteQueries.Of(new NoteSubject(outage.Id, outage.IncidentId)), cancellation).ConfigureAwait(false))
        {
            notes.Add(row);
        }

        return (outage, losses, notes, similar);
    }

    private static string Text(StoredOutage outage, List<Loss> losses, List<Note> notes)
    {
        var culture = CultureInfo.InvariantCulture;
        var unit = outage.Family == "ipv6" ? "/48s" : "/24s";
        var lines = new List<string>
        {
            $"{outage.Id}: {outage.Severity} outage of {(outage.EntityType == "asn" ? "AS" : "")}{outage.Entity} ({outage.Family}), {outage.State}, basis {outage.Basis}",
            $"  onset {outage.OnsetAt}, detected {outage.DetectedAt}, recovered {outage.RecoveredAt ?? "not yet"}",
            string.Create(culture, $"  least seen {outage.MinVisibility:P0} against a baseline of {outage.Baseline:P0}; {outage.SpaceBlocks:N0} {unit}; {outage.ViewsUsable:N0} usable views"),
            string.Create(culture, $"  lost: {string.Join(", ", outage.LostPrefixes)}"),
        };
        lines.AddRange(NoteText.Lines(notes, indent: 2));
        lines.Add("");
        string[] head = ["prefix", "collector", "peer", "lost at", "last withdrawn", "back at", "A", "W", "last path"];
        var rows = losses.Select(loss => new[]
        {
            loss.Prefix,
            loss.Collector,
            string.Create(culture, $"AS{loss.PeerAsn} {loss.Peer}"),
            loss.LostAt ?? "",
            loss.LastWithdrawnAt ?? "",
            loss.BackAt ?? "",
            loss.Announcements.ToString(culture),
            loss.Withdrawals.ToString(culture),
            loss.LastPath,
        }).Prepend(head).ToList();
        var widths = head.Select((_, column) => rows.Max(row => row[column].Length)).ToList();
        lines.AddRange(rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
        lines.Add("");
        lines.Add(string.Create(
            culture,
            $"{losses.Count(loss => loss.LostAt is not null):N0} of {losses.Count:N0} peer and prefix pairs were withdrawn; the elems: SELECT * FROM bgp_elems WHERE has((SELECT lost_prefixes FROM v_outages WHERE id = '{outage.Id}'), prefix)"));
        return string.Join('\n', lines);
    }
}
