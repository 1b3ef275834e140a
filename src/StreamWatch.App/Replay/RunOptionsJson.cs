using System.Text.Json;
using System.Text.Json.Nodes;
using StreamWatch.Domain.Detection;
using StreamWatch.Domain.Targets;
using StreamWatch.Domain.Watching;

namespace StreamWatch.App.Replay;

/// <summary>The options of a run as JSON: what decided, for people who read the table of runs, and for whoever decides again.</summary>
internal static class RunOptionsJson
{
    /// <summary>The field with everything that was watched by name.</summary>
    public const string WatchField = nameof(ReplayOptions.Watch);

    private static readonly JsonSerializerOptions _json = new() { Converters = { new AddressConverter() } };

    /// <summary>Every number of the detection, and what is watched.</summary>
    public static JsonObject Of(DetectionOptions options, ProbingOptions probing, WatchList watch) => JsonSerializer.SerializeToNode(
        new
        {
            ruleset = DetectionOptions.Ruleset,
            options.AsnBin,
            options.Grace,
            options.IdleAfter,
            options.WarmUpBins,
            options.BaselineWindow,
            options.ViewsNeeded,
            options.ViewsNeededLearned,
            options.OpenBins,
            options.CloseBins,
            options.RebaselineAfter,
            WatchedAsns = options.WatchedAsns.Order(),
            options.AllAsns,
            Probing = probing,
            Watch = watch,
        },
        _json)!.AsObject();

    /// <summary>What a run watched, and the numbers that it decided by probes with.</summary>
    /// <param name="json">Options as they are stored with the run.</param>
    /// <exception cref="JsonException">They are none of this version's.</exception>
    public static (bool AllAsns, WatchList Watch, ProbingOptions Probing) Read(string json)
    {
        var options = JsonNode.Parse(json) as JsonObject;
        return (
            options?[nameof(DetectionOptions.AllAsns)]?.GetValue<bool>() ?? false,
            options?[WatchField]?.Deserialize<WatchList>(_json) ?? throw new JsonException($"the options of the run name no {WatchField}"),
            options[nameof(ReplayOptions.Probing)]?.Deserialize<ProbingOptions>(_json) ?? new ProbingOptions());
    }
}
