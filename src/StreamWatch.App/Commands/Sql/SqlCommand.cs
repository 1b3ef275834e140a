using System.CommandLine;
using StreamWatch.App.Commands.Stores;
using StreamWatch.App.Output;
using StreamWatch.App.Watching;
using StreamWatch.Storage;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.App.Commands.Sql;

/// <summary><c>streamwatch sql</c>: one query on what is stored. Exit codes: 0 done, 1 the query or the engine failed, 2 wrong use, 130 interrupted.</summary>
internal static class SqlCommand
{
    private const int Interrupted = 130;

    public static Command Create()
    {
        var query = new Argument<string?>("query") { Description = "One SQL statement; it may only read.", Arity = ArgumentArity.ZeroOrOne };
        var format = new Option<string?>("--format")
        {
            Description = "Any ClickHouse output format, for example CSVWithNames, JSONEachRow, Parquet. Default: PrettyCompact on a terminal, "
                + "TSVWithNames in a pipe.",
            HelpName = "F",
        };
        var parameters = new Option<string[]>("--param")
        {
            Description = "Value of a {name:Type} placeholder in the query; may be given more than once.",
            HelpName = "NAME=VALUE",
        };
        var target = new StoreTarget();
        var command = new Command(
            "sql",
            """
            Query what is stored, read-only. Works beside a running replay or serve on the same directory.

            Example: streamwatch sql "SELECT prefix, count() FROM bgp_elems WHERE has(origin_asns, {asn:UInt32}) GROUP BY prefix" --param asn=131279 --data mydata
            Exit codes: 0 done; 1 the query or the engine failed; 2 wrong use; 130 interrupted.
            """)
        {
            query, format, parameters,
        };
        target.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            try
            {
                if (parsed.GetValue(query) is not { Length: > 0 } sql)
                {
                    throw new StorageException("sql needs a query, for example \"SELECT count() FROM bgp_elems\"");
                }

                var wanted = parsed.GetValue(format) ?? (Console.IsOutputRedirected ? "TSVWithNames" : "PrettyCompact");
                var statement = Values(new Statement("sql", sql), parsed.GetValue(parameters) ?? []);
                var session = new ReadSession(target.Read(parsed, "sql"));
                return await RunAsync(session, statement, wanted, error, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ConfigurationException or StorageException or ClickHouseUsageException)
            {
                await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
                return 2;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(ReadSession session, Statement statement, string format, TextWriter error, CancellationToken cancellation)
    {
        try
        {
            var output = StandardOutput.Open();
            await using (output.ConfigureAwait(false))
            {
                await session.CopyAsync(statement, format, output, cancellation).ConfigureAwait(false);
            }

            return 0;
        }
        catch (Exception e) when (e is StorageException or ClickHouseException)
        {
            await error.WriteLineAsync($"streamwatch: {e.Message}").ConfigureAwait(false);
            return 1;
        }
        catch (BrokenPipeException)
        {
            // The reader of the pipe has had enough (head, for one).
            return 0;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("streamwatch: interrupted").ConfigureAwait(false);
            return Interrupted;
        }
    }

    private static Statement Values(Statement statement, IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            var equals = value.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !value.AsSpan(0, equals).ToArray().All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                throw new StorageException($"--param \"{value}\" is not NAME=VALUE; NAME is made of letters, digits and underscores");
            }

            statement = statement.With(value[..equals], value[(equals + 1)..]);
        }

        return statement;
    }
}
