using System.CommandLine;
using StreamWatch.App.Commands.Outages;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Annotate;

/// <summary><c>streamwatch annotate</c>: notes of people about outages and incidents. Exit codes: 0 done, 1 no such outage or ClickHouse failed, 2 wrong use, 130 interrupted.</summary>
internal static class AnnotateCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var id = new Argument<string?>("ID") { Description = "The outage's id, as replay and v_outages show it.", Arity = ArgumentArity.ZeroOrOne };
        var text = new Argument<string?>("TEXT") { Description = $"The note, 1 to {NoteText.LongestText:N0} characters.", Arity = ArgumentArity.ZeroOrOne };
        var author = new Option<string>("--author") { Description = "Who writes it; default: the user of this system.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
        var incident = new Option<bool>("--incident") { Description = "The note is of the whole incident that the outage belongs to." };
        var list = new Option<bool>("--list") { Description = "Show the notes of an outage and its incident, or all notes, instead of writing one." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object for each note, and nothing else." };
        var target = new StoreTarget();
        var command = new Command(
            "annotate",
            """
            Leave a note on an outage or its incident: what people know that no measurement tells. "streamwatch outage ID" shows it.
            Works beside a running watch or replay on the same directory.

            Example: streamwatch annotate asn-131279-ipv4-20220125T205000Z "confirmed by the operator" --data mydata
            Exit codes: 0 done; 1 there is no such outage, or ClickHouse failed; 2 wrong use; 130 interrupted.
            """)
        {
            id, text, author, incident, list, json,
        };
        target.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed,
            target,
            new Request(parsed.GetValue(id), parsed.GetValue(text), parsed.GetValue(author)!, parsed.GetValue(incident), parsed.GetValue(list), parsed.GetValue(json)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, StoreTarget target, Request request, CancellationToken cancellation)
    {
        var output = parsed.InvocationConfiguration.Output;
        var error = parsed.InvocationConfiguration.Error;
        try
        {
            var faults = request.Faults();
            if (faults.Count > 0)
            {
                throw new ConfigurationException(faults);
            }

            var options = target.Read(parsed, "annotate");
            var (notes, unknown) = await StoreSession.UseAsync(options, mayWrite: !request.List, (client, token) => DoAsync(client, request, options.Time, token), cancellation)
                .ConfigureAwait(false);
            if (unknown is not null)
            {
                await error.WriteLineAsync($"streamwatch: {unknown}").ConfigureAwait(false);
                return 1;
            }

            foreach (var line in request.Json ? notes.Select(OutageJson.Text) : request.List && notes.Count == 0 ? ["no notes"] : NoteText.Lines(notes, 0))
            {
                await output.WriteLineAsync(line).ConfigureAwait(false);
            }

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
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("streamwatch: interrupted").ConfigureAwait(false);
            return Interrupted;
        }
    }

    /// <summary>Writes the note, or finds those asked for; the second is what to say where there is no such outage.</summary>
    private static async Task<(IReadOnlyList<Note> Notes, string? Unknown)> DoAsync(IClickHouse client, Request request, TimeProvider time, CancellationToken cancellation)
    {
        if (request.Id is null)
        {
            return (await ReadAsync<Note>(client, NoteQueries.All(), cancellation).ConfigureAwait(false), null);
        }

        var outages = await ReadAsync<StoredOutage>(client, OutageQueries.Outage(request.Id), cancellation).ConfigureAwait(false);
        if (outages.Count == 0)
        {
            var similar = await ReadAsync<StoredOutage>(client, OutageQueries.Similar(request.Id), cancellation).ConfigureAwait(false);
            return ([], OutageQueries.Unknown(request.Id, [.. similar.Select(outage => outage.Id)]));
        }

        var subject = new NoteSubject(request.Incident ? null : outages[0].Id, outages[0].IncidentId);
        if (request.List)
        {
            return (await ReadAsync<Note>(client, NoteQueries.Of(subject), cancellation).ConfigureAwait(false), null);
        }

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        await client.ExecuteAsync(NoteQueries.Write(subject, id, now, request.Author, request.Text!), cancellation).ConfigureAwait(false);
        return ([.. (await ReadAsync<Note>(client, NoteQueries.Of(subject), cancellation).ConfigureAwait(false)).Where(note => note.Id == id)], null);
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(IClickHouse client, Statement query, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await foreach (var row in client.QueryAsync<T>(query, cancellation).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>What was asked for.</summary>
    private sealed record Request(string? Id, string? Text, string Author, bool Incident, bool List, bool Json)
    {
        public IReadOnlyList<string> Faults()
        {
            if (List)
            {
                return Text is null ? [] : ["--list shows notes and writes none; leave the text or the option away"];
            }

            return Id is null || Text is null ? ["annotate needs an ID and a text, or --list"] : NoteText.Faults(Text, Author);
        }
    }
}
