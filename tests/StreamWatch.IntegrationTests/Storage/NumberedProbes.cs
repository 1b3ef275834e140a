using System.Globalization;
using System.Net;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Targets;
using StreamWatch.Storage.Writing;

namespace StreamWatch.IntegrationTests.Storage;

/// <summary>Probe results, heartbeats and bins of every kind, told apart by a number: the n-th is the same wherever it is made.</summary>
static class NumberedProbes
{
    /// <summary>2022-01-30 00:00 UTC, so that a few days reach into the next month.</summary>
    public const long StartSeconds = 1_643_500_800;

    const long Nanos = 1_000_000_000;

    public static ProbeResult Result(int number, long secondsApart)
    {
        var outcome = (ProbeOutcome)(1 + (number % 12));
        return new ProbeResult
        {
            Vantage = "v" + (number % 3).ToString(CultureInfo.InvariantCulture),
            Target = "t" + (number % 5).ToString(CultureInfo.InvariantCulture),
            Kind = (TargetKind)(1 + (number % 5)),
            Protocol = (ProbeProtocol)(1 + (number % 10)),
            Address = (number % 4) switch
            {
                0 => null,
                1 => IPAddress.Parse("2001:db8::1"),
                _ => new IPAddress(new byte[] { 175, 45, 176, (byte)(number % 200) }),
            },
            StartedAtNanos = ((StartSeconds + (number * secondsApart)) * Nanos) + (number % 999_999_937),
            RttMilliseconds = outcome is ProbeOutcome.Timeout or ProbeOutcome.DnsTimeout ? null : 0.25 * (number % 4000),
            Outcome = outcome,
            Detail = (number % 7) switch { 0 => null, 1 => ProbeResult.LocalFault + "no buffer space", _ => "220 mail é ready\t" + number.ToString(CultureInfo.InvariantCulture) },
        };
    }

    public static VantageHeartbeat Heartbeat(int number) => new("v" + (number % 3).ToString(CultureInfo.InvariantCulture), (StartSeconds + (number * 10L)) * Nanos);

    public static TargetBinRecord Bin(int number) => new(
        (StartSeconds / 60) + (number / 5),
        "t" + (number % 5).ToString(CultureInfo.InvariantCulture),
        (Verdict)(number % 7 % 5),
        number % 11 == 0,
        new TargetTally
        {
            Probes = 6, Service = 1, Alive = 2, Silent = 3, Slow = 1, ExpectedBad = 0.5, NotTheTargets = 4, Doubtful = 5, Voters = 2,
            MedianRtt = number % 2 == 0 ? null : number % 1000,
        });

    /// <summary>Results <paramref name="from"/> to <paramref name="to"/> (exclusive).</summary>
    public static ProbeResultBlock Results(int from, int to, long secondsApart)
    {
        var block = new ProbeResultBlock();
        for (var i = from; i < to; i++)
        {
            block.Append(ProbeResultRow.Of(Result(i, secondsApart)));
        }

        return block;
    }

    /// <summary>Bins <paramref name="from"/> to <paramref name="to"/> (exclusive) of a run: of five targets in turn, a minute each.</summary>
    public static TargetBinBlock Bins(string runId, int from, int to)
    {
        var block = new TargetBinBlock { RunId = runId };
        for (var i = from; i < to; i++)
        {
            block.Append(TargetBinRow.Of(Bin(i), TimeSpan.FromMinutes(1)));
        }

        return block;
    }
}
