using System.Globalization;
using System.Runtime.CompilerServices;
using StreamWatch.Storage.ClickHouse;

namespace StreamWatch.Storage.Reading;

/// <summary>
/// Reads back what the route collectors heard, in the order in which a replay of all stored files would bring it: by time, then by file (that whose first record
/// is earliest first, tables before updates), then by place in the file. What a peer says at one instant comes in the order it was said: between changes
/// of its session by <c>turn</c>, about one prefix by the order in which ClickHouse keeps equal rows, which is that of storing them.
/// What different peers say at one instant comes in any order. What the detection left out is left out here too, and what several files say of one
/// peer, prefix and instant comes once.
/// </summary>
public sealed class RouteReader
{
    /// <summary>Rows asked for at once: ClickHouse holds an answer back until it is whole.</summary>
    private const long RowsAtOnce = 500_000;

    private const long MicrosPerSecond = 1_000_000;
    private const int SecondsPerHour = 3600;
    private readonly IClickHouse _clickHouse;
    private readonly string _database;
    private readonly long _rowsAtOnce;
    private readonly SpanCutter _spans;

    internal RouteReader(IClickHouse clickHouse, string database, long rowsAtOnce = RowsAtOnce)
    {
        _clickHouse = clickHouse;
        _database = database;
        _rowsAtOnce = rowsAtOnce;
        _spans = new SpanCutter(clickHouse, MicrosPerSecond, rowsAtOnce);
    }

    /// <summary>Everything received in <c>[from, to)</c>.</summary>
    /// <param name="fromMicros">Microseconds since 1970 UTC.</param>
    /// <param name="toMicros">Microseconds since 1970 UTC; exclusive.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ClickHouseException">ClickHouse failed.</exception>
    public async IAsyncEnumerable<RouteRow> ReadAsync(long fromMicros, long toMicros, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var rows = new RouteRows();
        var copies = new CopyFilter();
        await foreach (var span in SpansAsync(fromMicros, toMicros, cancellationToken).ConfigureAwait(false))
        {
            var answer = await _clickHouse.OpenAsync(Query(span), "RowBinary", cancellationToken).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                await foreach (var row in new RowBinaryReader<RouteRow>(answer, rows.TryRead).ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (!copies.IsCopy(row))
                    {
                        yield return row;
                    }
                }
            }
        }
    }

    /// <summary>By hours; hours with too much in them by seconds; seconds with too much in them, as of table dumps, by peers.</summary>
    private async IAsyncEnumerable<ReadingSpan> SpansAsync(long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var hours in await CutAsync(from, to, SecondsPerHour, cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyList<ReadingSpan> parts = hours.Rows > _rowsAtOnce ? await CutAsync(hours.Start, hours.End, 1, cancellationToken).ConfigureAwait(false) : [hours];
            foreach (var part in parts)
            {
                var shares = (part.Rows + _rowsAtOnce - 1) / _rowsAtOnce;
                for (var share = 0L; share < shares; share++)
                {
                    yield return part with { Share = share, Shares = shares };
                }
            }
        }
    }

    private Task<IReadOnlyList<ReadingSpan>> CutAsync(long from, long to, int step, CancellationToken cancellationToken) => _spans.CutAsync(
        $"""
        SELECT received_at AS at FROM {_database}.bgp_elems WHERE {Between("received_at")}
        UNION ALL SELECT received_at FROM {_database}.peer_states WHERE {Between("received_at")}
        UNION ALL SELECT marked_at FROM {_database}.source_marks WHERE {Between("marked_at")} AND mark != 'end'
        """,
        from,
        to,
        step,
        cancellationToken);

    private Statement Query(ReadingSpan span)
    {
        var share = span.Shares == 1 ? "" : "AND sipHash64(collector, peer_asn, peer_address) % {shares:UInt64} = {share:UInt64}";
        var query = new Statement(
            "read.routes",
            $"""
            SELECT received_at, collector, peer_asn, peer_address, kind, old_state, new_state, prefix_address, prefix_length, path_id, origin_asns, source_id
            FROM
            (
              SELECT
                received_at, collector, peer_asn, peer_address, toUInt8(elem_type) AS kind, toUInt8(0) AS old_state, toUInt8(0) AS new_state,
                prefix_address, prefix_length, path_id, origin_asns, source_id, turn, 1 AS behind, block, _part_offset AS place
              FROM {_database}.bgp_elems
              WHERE {Between("received_at")} AND NOT set_aside AND safi IN (1, 3) {share}
              UNION ALL
              SELECT
                received_at, collector, peer_asn, peer_address, toUInt8({Number(RouteRows.State)}), toUInt8(old_state), toUInt8(new_state),
                toIPv6('::'), toUInt8(0), toUInt32(0), [], source_id, turn, 0, block, _part_offset
              FROM {_database}.peer_states
              WHERE {Between("received_at")} AND NOT set_aside {share}
              UNION ALL
              SELECT
                marked_at, collector, peer_asn, peer_address, toUInt8(if(mark = 'table_end', {Number(RouteRows.TableEnd)}, {Number(RouteRows.EndOfRib)})), toUInt8(0), toUInt8(0),
                toIPv6('::'), toUInt8(0), toUInt32(0), [], source_id, turn, if(mark = 'table_end', 2, 0), block, _part_offset
              FROM {_database}.source_marks
              WHERE {Between("marked_at")} AND mark != 'end' {share}
            ) AS said
            LEFT JOIN
            (
              SELECT source_id, row_number() OVER (ORDER BY first_at, starts_with_table DESC, collector, identity) AS rank
              FROM {_database}.sources FINAL WHERE kind = 'file'
            ) AS files USING source_id
            ORDER BY received_at, rank, turn, behind, block, place
            """)
            .With("from", span.Start).With("to", span.End);
        return span.Shares == 1 ? query : query.With("shares", span.Shares).With("share", span.Share);
    }

    private static string Between(string time) => $$"""{{time}} >= fromUnixTimestamp64Micro({from:Int64}, 'UTC') AND {{time}} < fromUnixTimestamp64Micro({to:Int64}, 'UTC')""";

    private static string Number(byte value) => value.ToString(CultureInfo.InvariantCulture);
}
