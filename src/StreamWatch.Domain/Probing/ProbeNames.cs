using System.Collections.Frozen;
using System.Text.Json;

namespace StreamWatch.Domain.Probing;

/// <summary>The words that outcomes, kinds and protocols have in files, in the database and on the screen: <c>connection_refused</c>, <c>web</c>, <c>smtps</c>.</summary>
public static class ProbeNames
{
    private static readonly FrozenDictionary<string, ProbeOutcome> _outcomes = Words<ProbeOutcome>();
    private static readonly FrozenDictionary<string, TargetKind> _kinds = Words<TargetKind>();
    private static readonly FrozenDictionary<string, ProbeProtocol> _protocols = Words<ProbeProtocol>();
    private static readonly FrozenDictionary<ProbeOutcome, string> _ofOutcomes = _outcomes.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    private static readonly FrozenDictionary<TargetKind, string> _ofKinds = _kinds.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    private static readonly FrozenDictionary<ProbeProtocol, string> _ofProtocols = _protocols.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static string Name(this ProbeOutcome outcome) => _ofOutcomes[outcome];

    public static string Name(this TargetKind kind) => _ofKinds[kind];

    public static string Name(this ProbeProtocol protocol) => _ofProtocols[protocol];

    /// <summary>The outcome of that name; null where there is none.</summary>
    public static ProbeOutcome? Outcome(string name) => _outcomes.TryGetValue(name, out var outcome) ? outcome : null;

    /// <summary>The kind of that name; null where there is none.</summary>
    public static TargetKind? Kind(string name) => _kinds.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>The protocol of that name; null where there is none.</summary>
    public static ProbeProtocol? Protocol(string name) => _protocols.TryGetValue(name, out var protocol) ? protocol : null;

    private static FrozenDictionary<string, T> Words<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().ToFrozenDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}
