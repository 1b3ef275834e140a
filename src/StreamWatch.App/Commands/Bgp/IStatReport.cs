using StreamWatch.Bgp.Statistics;
using StreamWatch.Collectors.Feeds;

namespace StreamWatch.App.Commands.Bgp;

/// <summary>How <c>bgp stat</c> says what it counted.</summary>
internal interface IStatReport : IDisposable
{
    /// <summary>One file that was read to its end or its tear.</summary>
    void File(MrtFileReader reader, MrtStatistics statistics);

    /// <summary>All files together; nothing follows.</summary>
    void Total(MrtStatistics statistics, int files);
}
