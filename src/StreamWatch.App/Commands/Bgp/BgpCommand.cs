using System.CommandLine;
using StreamWatch.App.Commands.Stores;

namespace StreamWatch.App.Commands.Bgp;

/// <summary><c>streamwatch bgp</c>: what is in BGP dumps, without storing anything.</summary>
internal static class BgpCommand
{
    public static Command Create() => new("bgp", "Look into BGP dumps (MRT files; plain, gzip or bzip2, told by content).")
    {
        BgpDumpCommand.Create(),
        BgpStatCommand.Create(),
    };

    /// <summary>The FILE… argument that both commands have.</summary>
    public static Argument<string[]> Files()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "MRT files, plain, gzip or bzip2; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.RefuseOptions();
        return files;
    }
}
