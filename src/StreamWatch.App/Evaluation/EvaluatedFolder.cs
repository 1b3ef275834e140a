namespace StreamWatch.App.Evaluation;

/// <summary>What all rules made of one folder.</summary>
/// <param name="Results">In the order of <see cref="RulesAtWork.All"/>.</param>
/// <param name="Tears">Files that end too early: a line each.</param>
internal sealed record EvaluatedFolder(IReadOnlyList<FolderResult> Results, IReadOnlyList<string> Tears);
