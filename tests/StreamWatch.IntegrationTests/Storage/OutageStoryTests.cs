using StreamWatch.Domain.Incidents;
using StreamWatch.Domain.Outages;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Routing;
using StreamWatch.Domain.Visibility;
using StreamWatch.Storage;
using StreamWatch.Storage.Ledgers;
using StreamWatch.Storage.Writing;
using Xunit;

namespace StreamWatch.IntegrationTests.Storage;

public sealed class OutageStoryTests
{
    static readonly DateTime Onset = new(2022, 1, 26, 1, 30, 0, DateTimeKind.Utc);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_an_outage_the_last_revision_counts_with_its_phases_causes_and_targets_and_with_no_others()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var first = Group() with
        {
            Revision = 1, State = OutageState.Open, RecoveredAt = null,
            Analysis = Story() with { Phases = [.. Story().Phases, new(Phase.Recovered, Onset.AddHours(9), 0.5, "too early")], Affected = ["naenara", "other"], Causes = [] },
        };
        var last = Group() with { Revision = 2 };
        await StoreAsync(store, "story", first, last);

        Assert.Equal(
            "degrading\t-600\t0.75\tloss\nfailing\t0\t1\thalf of the units fail",
            await store.TextAsync("SELECT phase, seconds_since_onset, confidence, evidence FROM {db}.v_outage_phases ORDER BY phase"));
        Assert.Equal(
            "1\tnetwork_stress\t0.75\t['for: a ramp','against: the half hour']\n2\tpower_loss\t0.25\t[]",
            await store.TextAsync("SELECT rank, cause, probability, evidence FROM {db}.v_outage_causes ORDER BY rank"));
        Assert.Equal("kcna\nnaenara", await store.TextAsync("SELECT target FROM {db}.v_outage_targets ORDER BY target"));
        Assert.Equal(
            "probes\trecovered\t5\t1e-9\t['mail','web']\t[('group-kp-20220114T000000Z',0.875)]\t21600",
            await store.TextAsync("SELECT basis, state, units, chance, recovery_order, similar_to, duration_seconds FROM {db}.v_outages"));
        Assert.Equivalent(last, Assert.Single(await ListAsync(store.Outages.BetweenAsync(Onset, Onset.AddMinutes(1), Token))), strict: true);
    }

    [Fact]
    public async Task An_outage_reads_back_as_the_detection_gave_it()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var asn = Asn();
        var open = Target("naenara") with { State = OutageState.Open, RecoveredAt = null };
        await StoreAsync(store, "back", Group(), asn, Target("kcna"), open);

        var all = await ListAsync(store.Outages.BetweenAsync(Onset, Onset.AddMinutes(6), Token));
        Assert.Equal([Group().Id, open.Id, asn.Id], all.Select(outage => outage.Id));
        Assert.Equivalent(Group(), all[0], strict: true);
        Assert.Equivalent(asn, all[2], strict: true);
        Assert.Equivalent(open, Assert.Single(await ListAsync(store.Outages.OpenAsync(Token))), strict: true);
        Assert.Empty(await ListAsync(store.Outages.BetweenAsync(Onset.AddDays(-1), Onset, Token)));
    }

    [Fact]
    public async Task A_run_finds_its_own_outages_those_that_are_open_and_those_of_late_and_those_of_the_past()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var ended = Onset.AddHours(6);
        var past = Group() with { Id = "group-kp-past", OnsetAt = Onset.AddDays(-2), RecoveredAt = Onset.AddDays(-1) };
        var given = Group() with { Id = "group-kp-given-up", OnsetAt = Onset.AddDays(-9), RecoveredAt = null, State = OutageState.Rebaselined };
        var open = Target("naenara") with { State = OutageState.Open, RecoveredAt = null, OnsetAt = Onset.AddDays(-30) };
        var single = Target("kcna") with { OnsetAt = Onset.AddDays(-2), RecoveredAt = Onset.AddDays(-1) };
        await StoreAsync(store, "own", Group(), past, given, open, single);

        Assert.Equal([open.Id], (await ListAsync(store.Outages.OpenOfRunAsync("r", Token))).Select(outage => outage.Id));
        Assert.Equal([open.Id, Group().Id], (await ListAsync(store.Outages.OfRunAsync("r", ended, Token))).Select(outage => outage.Id));
        Assert.Equal([open.Id], (await ListAsync(store.Outages.OfRunAsync("r", ended.AddSeconds(1), Token))).Select(outage => outage.Id));
        Assert.Equivalent(new[] { given, past }, await ListAsync(store.Outages.PastOfRunAsync("r", Onset, 10, Token)), strict: true);
        Assert.Equal([past.Id], (await ListAsync(store.Outages.PastOfRunAsync("r", Onset, 1, Token))).Select(outage => outage.Id));
        Assert.Empty(await ListAsync(store.Outages.OfRunAsync("another", Onset.AddYears(-1), Token)));
        Assert.Empty(await ListAsync(store.Outages.PastOfRunAsync("another", Onset.AddYears(1), 10, Token)));
    }

    [Fact]
    public async Task An_incident_is_one_row_with_its_widest_outage_and_first_cause()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var single = Target("lonely") with { IncidentId = "target-lonely", State = OutageState.Open, RecoveredAt = null };
        await StoreAsync(store, "incident", Asn(), Group(), Target("kcna"), Target("early") with { OnsetAt = Onset.AddHours(-1), State = OutageState.Open, RecoveredAt = null }, single);

        Assert.Equal(
            string.Join('\t',
                "group-kp-20220126T013000Z", "ended", "2022-01-26 01:30:00.000", "2022-01-26 07:35:00.000", "21900", "group-kp-20220126T013000Z", "group", "kp",
                "critical", "[('group','kp'),('asn','131279'),('target','early'),('target','kcna')]", "4", "['kcna','naenara']", "network_stress", "0.75", "['for: a ramp','against: the half hour']",
                "['mail','web']")
            + "\n"
            + string.Join('\t',
                "target-lonely", "open", "2022-01-26 01:30:00.000", "\\N", "\\N", "target-lonely-20220126T013000Z", "target", "lonely",
                "critical", "[('target','lonely')]", "1", "[]", "\\N", "\\N", "[]", "[]"),
            await store.TextAsync(
                """
                SELECT incident_id, state, started_at, ended_at, duration_seconds, outage_id, entity_type, entity, severity, entities, outages, targets, cause,
                  probability, evidence, recovery_order
                FROM {db}.v_incidents ORDER BY incident_id
                """));
        Assert.Equal(
            "2022-01-01\tgroup\tnetwork_stress\t1\t0\t6.083333333333333\n2022-01-01\ttarget\t\\N\t1\t1\t0",
            await store.TextAsync("SELECT month, entity_type, cause, incidents, still_open, incident_hours FROM {db}.v_incident_trends_monthly ORDER BY entity_type DESC"));
        Assert.Equal("probes\nrib", await store.TextAsync("SELECT DISTINCT toString(basis) AS b FROM {db}.v_outage_trends_monthly ORDER BY b"));
    }

    [Fact]
    public async Task What_is_superseded_is_kept_and_stands_for_nothing()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        var gone = Target("gone") with { State = OutageState.Superseded, Revision = 3, Analysis = Story() with { Affected = ["gone"] } };
        await StoreAsync(store, "superseded", Group(), gone);

        Assert.Equal("1\t['kcna','naenara']\t1", await store.TextAsync("SELECT outages, targets, length(entities) FROM {db}.v_incidents"));
        Assert.Equal("group", await store.TextAsync("SELECT DISTINCT entity_type FROM {db}.v_outage_trends_monthly"));
        Assert.Equal("superseded", await store.TextAsync($"SELECT state FROM {{db}}.v_outages WHERE id = '{gone.Id}'"));
        Assert.Equal([Group().Id], (await ListAsync(store.Outages.BetweenAsync(Onset, Onset.AddHours(1), Token))).Select(outage => outage.Id));
        Assert.Equivalent(gone, Assert.Single(await ListAsync(store.Outages.EverBetweenAsync(Onset, Onset.AddHours(1), Token)), outage => outage.Id == gone.Id), strict: true);
    }

    [Fact]
    public async Task A_note_is_replaced_by_writing_it_again()
    {
        await using var place = TestStore.New();
        await using var store = await place.OpenAsync();
        foreach (var (at, text) in new[] { ("2022-02-01 00:00:00", "first"), ("2022-02-03 00:00:00", "last"), ("2022-02-02 00:00:00", "between") })
        {
            await store.TextAsync($"INSERT INTO {{db}}.annotations VALUES ('group', 'kp', 'n1', '{at}', 'someone', '{text}')");
        }

        Assert.Equal("last", await store.TextAsync("SELECT text FROM {db}.annotations FINAL WHERE subject_type = 'group' AND subject = 'kp'"));
    }

    static OutageRevision Group() => new()
    {
        Id = "group-kp-20220126T013000Z", IncidentId = "group-kp-20220126T013000Z", EntityType = EntityType.Group, Entity = "kp", Basis = Basis.Probes,
        Severity = OutageSeverity.Critical, State = OutageState.Recovered, OnsetAt = Onset, DetectedAt = Onset.AddSeconds(150), RecoveredAt = Onset.AddHours(6),
        Revision = 1, BinWidth = TimeSpan.FromMinutes(1), MinVisibility = 0.125, Baseline = 1, Units = 5, Chance = 1e-9, Ruleset = 1, Analysis = Story(),
    };

    static OutageRevision Asn() => Group() with
    {
        Id = "asn-131279-ipv4-20220126T013500Z", ParentId = Group().Id, EntityType = EntityType.Asn, Entity = "AS131279", Asn = 131279, Family = AddressFamily.IPv4,
        Basis = Basis.Rib, OnsetAt = Onset.AddMinutes(5), RecoveredAt = Onset.AddMinutes(365), BinWidth = TimeSpan.FromMinutes(5), SpaceBlocks = 4, ViewsUsable = 40, Units = 0,
        Chance = null, LostPrefixes = [Prefix.Parse("175.45.176.0/24"), Prefix.Parse("2001:db8::/32")], Analysis = IncidentAnalysis.None, Severity = OutageSeverity.Partial,
    };

    static OutageRevision Target(string name) => Group() with
    {
        Id = $"target-{name}-20220126T013000Z", ParentId = Group().Id, EntityType = EntityType.Target, Entity = name, Units = 1, Chance = null, Analysis = IncidentAnalysis.None,
        OnsetAt = name == "kcna" ? Onset.AddHours(1) : Onset,
    };

    static IncidentAnalysis Story() => new()
    {
        Phases = [new(Phase.Degrading, Onset.AddMinutes(-10), 0.75, "loss"), new(Phase.Failing, Onset, 1, "half of the units fail")],
        Causes = [new(Cause.NetworkStress, 0.75, ["for: a ramp", "against: the half hour"]), new(Cause.PowerLoss, 0.25, [])],
        RecoveryOrder = [TargetKind.Mail, TargetKind.Web],
        Affected = ["kcna", "naenara"],
        SimilarTo = [new("group-kp-20220114T000000Z", 0.875)],
    };

    static async Task StoreAsync(StreamWatchStore store, string name, params OutageRevision[] revisions)
    {
        var run = await store.Ledger.RegisterAsync(Numbered.Source(name) with { Kind = SourceKind.Run }, Token);
        using var outages = new OutageBlock();
        using var phases = new OutagePhaseBlock();
        using var causes = new OutageCauseBlock();
        using var targets = new OutageTargetBlock();
        foreach (var revision in revisions)
        {
            outages.Append(Row(revision));
            phases.Append(revision);
            causes.Append(revision);
            targets.Append(revision);
        }

        foreach (var block in new NativeBlock[] { outages, phases, causes, targets })
        {
            await store.WriteAsync(run, new OffsetRange(0, 1), block, Token);
        }
    }

    static OutageRow Row(OutageRevision revision) => new()
    {
        Id = revision.Id, Revision = revision.Revision, IncidentId = revision.IncidentId, ParentId = revision.ParentId, EntityType = (byte)revision.EntityType,
        Entity = revision.Asn?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? revision.Entity, Basis = (StoredBasis)revision.Basis, Family = (byte)(revision.Family ?? 0),
        Severity = (byte)revision.Severity, State = (byte)revision.State, OnsetAtMilliseconds = Milliseconds(revision.OnsetAt),
        DetectedAtMilliseconds = Milliseconds(revision.DetectedAt), RecoveredAtMilliseconds = revision.RecoveredAt is { } at ? Milliseconds(at) : null,
        MinVisibility = (float)revision.MinVisibility, Baseline = (float)revision.Baseline, SpaceBlocks = (uint)revision.SpaceBlocks, ViewsUsable = (ushort)revision.ViewsUsable,
        Units = (uint)revision.Units, Chance = revision.Chance, RecoveryOrder = [.. revision.Analysis.RecoveryOrder.Select(kind => kind.Name())],
        SimilarTo = [.. revision.Analysis.SimilarTo.Select(like => (like.Id, (float)like.Score))], BinSeconds = (uint)revision.BinWidth.TotalSeconds,
        LostPrefixes = [.. revision.LostPrefixes.Select(prefix => prefix.ToString())], Ruleset = revision.Ruleset, RunId = "r",
    };

    static long Milliseconds(DateTime at) => new DateTimeOffset(at).ToUnixTimeMilliseconds();

    static async Task<List<OutageRevision>> ListAsync(IAsyncEnumerable<OutageRevision> rows)
    {
        var list = new List<OutageRevision>();
        await foreach (var row in rows.WithCancellation(Token))
        {
            list.Add(row);
        }

        return list;
    }
}
