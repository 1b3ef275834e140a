namespace StreamWatch.Storage.ClickHouse;

/// <summary>Settings that a statement is sent with, whichever client sends it.</summary>
internal static class StatementSettings
{
    /// <summary>Its answer in a format of ClickHouse's.</summary>
    public static Statement In(this Statement statement, string format) => statement.Setting("default_format", format);

    /// <summary>Its answer held back until it has ended, so that an error is never in the middle of the data.</summary>
    public static Statement Whole(this Statement statement) => statement.Setting("wait_end_of_query", "1");

    /// <summary>Its answer as it comes; whoever goes away ends it.</summary>
    public static Statement Streamed(this Statement statement, string format) =>
        statement.In(format).Setting("wait_end_of_query", "0").Setting("cancel_http_readonly_queries_on_client_close", "1");

    /// <summary>Bound to what the options ask of every statement.</summary>
    public static Statement BoundBy(this Statement statement, ClickHouseOptions options)
    {
        if (options.ReadOnly)
        {
            return statement.Setting("readonly", "2");
        }

        // Acknowledged is what most replicas have: a replica that is lost takes nothing with it that the ledger calls stored.
        return options.Cluster is null ? statement : statement.Setting("insert_quorum", "auto");
    }
}
