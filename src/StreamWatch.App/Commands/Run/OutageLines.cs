using System.Globalization;
using System.Threading.Channels;
using StreamWatch.App.Commands.Replay;
using StreamWatch.App.Incidents;
using StreamWatch.Domain.Outages;

namespace StreamWatch.App.Commands.Run;

/// <summary>Prints outages as they change: a line where one opens or ends, or as JSON a line for every revision.</summary>
internal sealed class OutageLines : IAsyncDisposable
{
    private readonly Dictionary<string, OutageState> _states = [];
    private readonly TextWriter _output;
    private readonly bool _json;

    /// <summary>Whoever reads may be slow; the detection does not wait for them.</summary>
    private readonly Channel<OutageRevision> _told = Channel.CreateUnbounded<OutageRevision>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _printing;

    public OutageLines(TextWriter output, bool json)
    {
        _output = output;
        _json = json;
        _printing = PrintAsync();
    }

    /// <summary>These are known to whoever reads; called before anything is told.</summary>
    public void Know(IEnumerable<OutageRevision> revisions)
    {
        foreach (var revision in revisions)
        {
            _states[revision.Id] = revision.State;
        }
    }

    /// <summary>Has what is new in a revision printed.</summary>
    public void Tell(OutageRevision revision) => _told.Writer.TryWrite(revision);

    /// <summary>Prints what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _told.Writer.TryComplete();
        await _printing.ConfigureAwait(false);
    }

    private async Task PrintAsync()
    {
        await foreach (var revision in _told.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            var isNews = !_states.TryGetValue(revision.Id, out var before) || before != revision.State;
            _states[revision.Id] = revision.State;
            if (_json || isNews)
            {
                await _output.WriteLineAsync(_json ? OutageJson.Line(revision) : Text(revision)).ConfigureAwait(false);
                await _output.FlushAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>An outage that opened or ended, in a line.</summary>
    public static string Text(OutageRevision revision)
    {
        var culture = CultureInfo.InvariantCulture;
        var what = $"{revision.EntityType.ToString().ToLowerInvariant()} {revision.Entity}";
        var from = revision.OnsetAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", culture);
        var news = revision.State switch
        {
            OutageState.Open => $"opened      {what}: failing since {from}{(revision.Units > 1 ? string.Create(culture, $", {revision.Units} addresses concerned") : "")}{Cause(revision)}",
            OutageState.Recovered => $"recovered   {what}: failed from {from} to {revision.RecoveredAt!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", culture)}{Cause(revision)}",
            _ => $"rebaselined {what}: failing since {from}, which is taken for its normal state from now on",
        };
        return $"{news} [{revision.Id}]";
    }

    private static string Cause(OutageRevision revision) => revision is { EntityType: not EntityType.Target, Analysis.Causes: [var first, ..] }
        ? string.Create(CultureInfo.InvariantCulture, $"; consistent with {CauseWords.Of(first.Cause)} ({first.Probability:P0})")
        : "";
}
