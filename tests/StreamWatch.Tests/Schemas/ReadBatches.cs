using System.Globalization;
using System.Text;
using StreamWatch.Schemas.Probes;
using StreamWatch.Schemas.Routes;

namespace StreamWatch.Tests.Schemas;

/// <summary>Everything that a reader gives out, as text.</summary>
static class ReadBatches
{
    public static string Describe(RouteBatchReader batch)
    {
        var text = new StringBuilder();
        while (batch.NextUpdate())
        {
            var set = batch.Attributes;
            var view = batch.Batch.Views[batch.Update.View];
            text.AppendLine(CultureInfo.InvariantCulture, $"{batch.Update} {view.Collector} {view.PeerAsn} {batch.Addresses[batch.Update.View]}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetString(set.Path)}|{string.Join(',', set.Origins.ToArray())}|{set.Origin}|{set.NextHop}|{set.Med}|{set.LocalPref}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{Convert.ToHexString(set.Communities)}|{Convert.ToHexString(set.ExtendedCommunities)}|{Convert.ToHexString(set.LargeCommunities)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"{set.AtomicAggregate}|{set.AggregatorAsn}|{set.AggregatorAddress}|{set.OnlyToCustomer}");
            while (batch.NextPrefix(out var prefix, out var pathId))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{prefix} {pathId}");
            }
        }

        return text.Append(batch.Header).Append(batch.Batch.Marks).Append(batch.Batch.Records).Append(batch.Batch.Rejected).Append(batch.Batch.Declaration).ToString();
    }

    public static string Describe(ProbeBatchReader batch) => string.Join(
        '\n',
        batch.Results().Select(one => one.ToString()).Concat(batch.Heartbeats().Select(one => one.ToString()))
            .Append($"{batch.Header}{batch.Batch.Ends}{batch.Batch.Rejected}{batch.Batch.Declaration}"));
}
