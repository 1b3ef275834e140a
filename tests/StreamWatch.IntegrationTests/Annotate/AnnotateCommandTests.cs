using System.Text.Json;
using StreamWatch.IntegrationTests.Storage;
using Xunit;

namespace StreamWatch.IntegrationTests.Annotate;

/// <summary>Notes of people: written, listed, shown with the outage, and refused.</summary>
public sealed class AnnotateCommandTests
{
    const string Outage = "asn-131279-ipv4-20220125T205000Z";
    const string Incident = "group-kp-20220125T204500Z";

    [Fact]
    public async Task A_note_comes_back_to_the_letter_with_its_outage_and_with_its_incident()
    {
        await using var place = await NewAsync();

        // What would mean something to SQL, to a parameter's text, to JSON or to a format string is nothing but text here.
        const string Text = "confirmed'); DROP TABLE annotations; -- {asn:UInt32} \\N \\' \"x\" %s {0}\n\tsecond line — é 東京";
        var (code, output, error) = await Storage.Program.RunAsync("annotate", Outage, Text, "--author", "O'Brien \\ {me}", "--data", place.Directory);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains($" O'Brien \\ {{me}} on outage {Outage}:\n  confirmed'); DROP TABLE", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Storage.Program.RunAsync("annotate", Outage, "of all of it", "--incident", "--data", place.Directory)).Code);
        Assert.Equal(0, (await Storage.Program.RunAsync("annotate", Incident, "of the group alone", "--author", "me", "--data", place.Directory)).Code);

        (code, output, error) = await Storage.Program.RunAsync("annotate", Outage, "--list", "--json", "--data", place.Directory);
        Assert.Equal((0, ""), (code, error));
        var notes = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal([("outage", Outage, Text), ("incident", Incident, "of all of it")], notes.Select(Said));
        Assert.Equal("O'Brien \\ {me}", notes[0].GetProperty("author").GetString());
        Assert.Equal(Environment.UserName, notes[1].GetProperty("author").GetString());

        (code, output, error) = await Storage.Program.RunAsync("outage", Outage, "--json", "--data", place.Directory);
        Assert.Equal((0, ""), (code, error));
        using var told = JsonDocument.Parse(output);
        Assert.Equal(notes.Select(Said), told.RootElement.GetProperty("notes").EnumerateArray().Select(Said));
        (_, output, _) = await Storage.Program.RunAsync("outage", Outage, "--data", place.Directory);
        Assert.Contains($"  {notes[0].GetProperty("written_at").GetString()} O'Brien \\ {{me}} on outage {Outage}:\n    confirmed');", output, StringComparison.Ordinal);
        (_, output, _) = await Storage.Program.RunAsync("annotate", "--list", "--data", place.Directory);
        Assert.Equal(3, output.Split('\n').Count(line => line.Contains(" on ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_note_can_be_left_while_another_process_holds_the_store()
    {
        await using var place = await NewAsync();
        using var serve = Storage.Program.Start("serve", "--data", place.Directory);
        try
        {
            Assert.StartsWith("url ", await serve.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal((0, ""), Ended(await Storage.Program.RunAsync("annotate", Outage, "written beside it", "--data", place.Directory)));
            Assert.Contains("written beside it", (await Storage.Program.RunAsync("annotate", Outage, "--list", "--data", place.Directory)).Output, StringComparison.Ordinal);
        }
        finally
        {
            serve.Kill();
        }
    }

    [Fact]
    public async Task What_is_no_note_or_of_no_outage_is_refused_and_nothing_is_written()
    {
        await using var place = await NewAsync();
        var (code, output, error) = await Storage.Program.RunAsync("annotate", "asn-131279-ipv4-20220125T205001Z", "a note", "--data", place.Directory);
        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"streamwatch: there is no outage asn-131279-ipv4-20220125T205001Z; there are {Outage}, asn-131279-ipv4-20220114T231500Z\n", error);
        Assert.Contains("SELECT id FROM v_outages lists them", (await Storage.Program.RunAsync("annotate", "nonsense", "--list", "--data", place.Directory)).Error, StringComparison.Ordinal);

        foreach (var (words, message) in new (string[], string)[]
        {
            ([Outage, ""], "the note has 0 characters"),
            ([Outage, " \n "], "all blank"),
            ([Outage, new string('x', 4001)], "the note has 4,001 characters; 1 to 4,000 are allowed"),
            ([Outage, "a bell \a"], "the note holds the control character U+0007"),
            ([Outage, "a note", "--author", "two\nlines"], "--author holds the control character U+000A"),
            ([Outage], "annotate needs an ID and a text, or --list"),
            ([], "annotate needs an ID and a text, or --list"),
            ([Outage, "a note", "--list"], "--list shows notes and writes none"),
        })
        {
            (code, output, error) = await Storage.Program.RunAsync(["annotate", .. words, "--data", place.Directory]);
            Assert.Equal((2, ""), (code, output));
            Assert.Contains(message, error, StringComparison.Ordinal);
        }

        Assert.Equal((0, "no notes\n", ""), await Storage.Program.RunAsync("annotate", "--list", "--data", place.Directory));
        Assert.Equal(0, (await Storage.Program.RunAsync("annotate", Outage, new string('x', 4000), "--data", place.Directory)).Code);
    }

    static (int, string) Ended((int Code, string Output, string Error) run) => (run.Code, run.Error);

    static (string?, string?, string?) Said(JsonElement note) =>
        (note.GetProperty("subject_type").GetString(), note.GetProperty("subject").GetString(), note.GetProperty("text").GetString());

    static async Task<TestStore> NewAsync()
    {
        var place = TestStore.New(needsEngine: true);
        await using var store = await place.OpenAsync();
        foreach (var (id, type, entity) in new[] { (Outage, "asn", "131279"), (Incident, "group", "kp"), ("asn-131279-ipv4-20220114T231500Z", "asn", "131279") })
        {
            await store.TextAsync(
                "INSERT INTO {db}.outages (id, revision, incident_id, entity_type, entity, basis, severity, state, onset_at) "
                + $"VALUES ('{id}', 1, '{Incident}', '{type}', '{entity}', 'rib', 'critical', 'recovered', '2022-01-25 20:50:00')");
        }

        return place;
    }
}
