using System.CommandLine;
using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace StreamWatch.App.Logging;

/// <summary>
/// The program's log: structured events to stderr, so that stdout stays a command's own. Quiet by default: warnings and errors alone.
/// A command opens it once and hands the logger on: <c>using var log = ProgramLog.Open(parsed);</c>.
/// </summary>
internal static class ProgramLog
{
    private const LogEventLevel DefaultLevel = LogEventLevel.Warning;

    private const string Text = "text";

    private const string Json = "json";

    // {Properties} holds what the message does not show
    private const string LineTemplate = "{Utc:l} {Level:u3} {Message:lj} {Properties}{NewLine}{Exception}";

    /// <summary>How much is logged: verbose, debug, information, warning (the default) or error. Holds for every command.</summary>
    public static Option<string> Level { get; } = Choice(
        "--log-level", "LEVEL", "How much is logged to stderr", Name(DefaultLevel),
        Name(LogEventLevel.Verbose), Name(LogEventLevel.Debug), Name(LogEventLevel.Information), Name(LogEventLevel.Warning), Name(LogEventLevel.Error));

    /// <summary>One readable line an event (text, the default), or one JSON object (json). Holds for every command.</summary>
    public static Option<string> Format { get; } = Choice("--log-format", "FORMAT", "How an event of the log is written", Text, Text, Json);

    /// <summary>Adds the options to the root command, for all commands below it.</summary>
    public static void AddOptions(RootCommand root)
    {
        root.Options.Add(Level);
        root.Options.Add(Format);
    }

    /// <summary>Opens the log as the command line asks. Dispose it when the command ends.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="instead">Takes the events instead of stderr; null for stderr.</param>
    public static Logger Open(ParseResult parsed, ILogEventSink? instead = null) =>
        Open(Enum.Parse<LogEventLevel>(parsed.GetValue(Level)!, ignoreCase: true), parsed.GetValue(Format) == Json, instead);

    private static Logger Open(LogEventLevel level, bool json, ILogEventSink? instead)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Is(level).Enrich.With(new SecretMask());
        if (instead is not null)
        {
            return configuration.WriteTo.Sink(instead).CreateLogger();
        }

        configuration = json
            ? configuration.WriteTo.Console(new JsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose)
            : configuration.Enrich.With(new UtcTime()).WriteTo.Console(
                outputTemplate: LineTemplate, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        return configuration.CreateLogger();
    }

    private static Option<string> Choice(string name, string valueName, string description, string defaultValue, params string[] allowed)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description}: {string.Join(", ", allowed)}.",
            HelpName = valueName,
            Recursive = true,
            DefaultValueFactory = _ => defaultValue,
        };
        option.AcceptOnlyFromAmong(allowed);
        return option;
    }

    private static string Name(LogEventLevel level) => level.ToString().ToLowerInvariant();
}
