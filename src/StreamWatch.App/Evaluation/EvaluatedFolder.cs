namespace StreamWatch.App.Evaluation;

/// <summary>What all rules made of one folder.</summary>
/// <param name="Results">In the order of <see cref="RulesAtWork.All"/>.</param>
/// <param name="Content">SHA-256 in hex of the truth, the watch file and the data.</param>
/// <param name="Remarks">Files that end too early or were left out: a line each.</param>
internal sealed record EvaluatedFolder(IReadOnlyList<FolderResult> Results, string Content, IReadOnlyList<string> Remarks);
