using System.CommandLine;

namespace StreamWatch.App.Commands.Topics;

/// <summary><c>streamwatch topics</c>: the Kafka topics that the stages of a cluster need.</summary>
internal static class TopicsCommand
{
    public static Command Create() => new("topics", "Create the Kafka topics that collect, detect and store work with, or check them.")
    {
        TopicsCreateCommand.Create(),
        TopicsCheckCommand.Create(),
    };
}
