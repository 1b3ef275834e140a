using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StreamWatch.Domain.Detection;

namespace StreamWatch.App.Evaluation;

/// <summary>One evaluation: when, with what, and how each rule did.</summary>
internal sealed record EvaluationRun
{
    private EvaluationRun(DateTimeOffset evaluatedAt, IReadOnlyList<EvaluatedFolder> folders)
    {
        EvaluatedAt = evaluatedAt;
        Folders = folders.Count;
        FoldersSha256 = Hash(folders.Select(folder => folder.Content).Order(StringComparer.Ordinal));
        EvaluationId = string.Create(CultureInfo.InvariantCulture, $"evaluation-{evaluatedAt.UtcDateTime:yyyyMMdd'T'HHmmss'.'fff'Z'}-{FoldersSha256[..8]}");
        Rules = [.. RulesAtWork.All.Select((rule, i) => new EvaluatedRule(rule, [.. folders.Select(folder => folder.Results[i])]))];
    }

    /// <summary>From when it was made and what of.</summary>
    public string EvaluationId { get; }

    /// <summary>Clock of the process when it was done.</summary>
    public DateTimeOffset EvaluatedAt { get; }

    /// <summary>Version of the program.</summary>
    public string Version { get; } = ProgramVersion.Text;

    /// <summary>Number of our rule set.</summary>
    public uint Ruleset { get; } = DetectionOptions.Ruleset;

    public int Folders { get; }

    /// <summary>SHA-256 in hex of what the folders hold, wherever they lie.</summary>
    public string FoldersSha256 { get; }

    /// <summary>Ours first.</summary>
    public IReadOnlyList<EvaluatedRule> Rules { get; }

    public static EvaluationRun Of(IReadOnlyList<EvaluatedFolder> folders, DateTimeOffset evaluatedAt) => new(evaluatedAt, folders);

    /// <summary>SHA-256 in hex over some texts, in the order given.</summary>
    public static string Hash(IEnumerable<string> texts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))));
}
