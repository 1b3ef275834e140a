namespace StreamWatch.App.Evaluation;

/// <summary>Evaluates folders, several at a time; only what is to be told of each is kept.</summary>
internal sealed class EvaluationRunner(IReadOnlyList<FolderEvaluator> folders, int parallel)
{
    private int _done;

    /// <summary>Folders that are behind.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>The results in the order of the folders.</summary>
    public async Task<IReadOnlyList<EvaluatedFolder>> RunAsync(CancellationToken cancellation)
    {
        var results = new EvaluatedFolder[folders.Count];
        await Parallel.ForAsync(
            0,
            folders.Count,
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation },
            (i, token) =>
            {
                results[i] = folders[i].Evaluate(token);
                Interlocked.Increment(ref _done);
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
        return results;
    }
}
