using System.CommandLine;

namespace StreamWatch.App.Commands.Detect;

/// <summary>The options that say who is waited for, and until when.</summary>
internal sealed class WaitingSettings
{
    private readonly Option<string[]> _producers = new("--producers")
    {
        Description = "Names of the collecting processes that are waited for; what others publish is left out.",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["collector"],
    };

    private readonly Option<bool> _eventTime = new("--event-time")
    {
        Description = "Event time alone counts: silence closes nothing, and it ends when every producer has said that it has. For replays of old data.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_producers);
        command.Options.Add(_eventTime);
    }

    /// <summary>Whether event time alone counts.</summary>
    public bool IsEventTime(ParseResult parsed) => parsed.GetValue(_eventTime);

    /// <summary>Names of the collecting processes; what is wrong with them is added to the faults.</summary>
    public IReadOnlyList<string> Producers(ParseResult parsed, List<string> faults)
    {
        var names = parsed.GetValue(_producers)!;
        if (names.Length == 0 || names.Any(name => name.Length is 0 or > 255) || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            faults.Add($"--producers is \"{string.Join(' ', names)}\"; name each collecting process once, with 1 to 255 characters");
        }

        return names;
    }
}
