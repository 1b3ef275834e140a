using System.Diagnostics;
using System.Globalization;
using System.Net;
using StreamWatch.Collectors.Probing;
using StreamWatch.Collectors.Probing.Scheduling;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Benchmarks;

/// <summary>
/// 10,000 targets at one probe a minute for three minutes, half tcp and half http, against servers in a process of their own: how late probes begin, what
/// share of a core the prober takes and how much memory.
/// </summary>
static class ProbeBenchmark
{
    const int Targets = 10_000;
    static readonly TimeSpan Length = TimeSpan.FromMinutes(3);

    public static async Task<int> RunAsync()
    {
        using var servers = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "StreamWatch.Benchmarks.dll"), ProbeServers.Word])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var ports = (await servers.StandardOutput.ReadLineAsync())!.Split(' ');
        var targets = Enumerable.Range(0, Targets).Select(i => Target(i, int.Parse(ports[i % 2], CultureInfo.InvariantCulture))).ToList();
        var sink = new Tally();
        var prober = new Prober(new ProberOptions { Vantage = "benchmark", Time = TimeProvider.System });
        var scheduler = new ProbeScheduler(targets, prober, sink, new ProbeSchedulerOptions { Vantage = "benchmark", Time = TimeProvider.System });

        using var us = Process.GetCurrentProcess();
        var (busy, watch) = (us.TotalProcessorTime, Stopwatch.StartNew());
        using (var stop = new CancellationTokenSource(Length))
        {
            await scheduler.RunAsync(stop.Token);
        }

        us.Refresh();
        var share = (us.TotalProcessorTime - busy) / watch.Elapsed;
        var statistics = scheduler.Statistics;
        var delays = statistics.StartDelays;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {Targets} targets, one probe a minute, {watch.Elapsed.TotalSeconds:F0} s, {Environment.ProcessorCount} processors
            probes begun {statistics.Started}, ended {statistics.Ended}, given up at the end {statistics.GivenUp}, slots missed {statistics.Missed}, heartbeats {statistics.Heartbeats}
            outcomes: {string.Join(", ", sink.Outcomes.OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key.Name()} {pair.Value}"))}
            start delay: p50 {delays.Quantile(0.5)?.TotalMilliseconds} ms, p99 {delays.Quantile(0.99)?.TotalMilliseconds} ms, most {delays.Quantile(1)?.TotalMilliseconds} ms (goal: p99 under 1000)
            round trip: p50 {sink.RoundTrip(0.5):F2} ms, p99 {sink.RoundTrip(0.99):F2} ms
            processor: {share:P1} of a core (goal: under 100 %); most memory {us.PeakWorkingSet64 / 1048576} MiB (goal: under 500 MB)
            """));
        servers.StandardInput.Close();
        await servers.WaitForExitAsync();
        return 0;
    }

    static WatchedTarget Target(int number, int port) => new()
    {
        Name = $"target-{number}",
        Kind = TargetKind.Web,
        Probe = new ProbeSetting
        {
            Protocol = number % 2 == 0 ? ProbeProtocol.Tcp : ProbeProtocol.Http,
            Address = new IPAddress([127, 1, (byte)(number >> 8), (byte)number]),
            Port = port,
        },
    };

    sealed class Tally : IMeasurementSink
    {
        readonly List<double> _roundTrips = [];

        public Dictionary<ProbeOutcome, int> Outcomes { get; } = [];

        public double? RoundTrip(double share) => _roundTrips.Count == 0 ? null : _roundTrips.Order().ElementAt((int)(share * (_roundTrips.Count - 1)));

        public ValueTask TakeAsync(ProbeReport report, CancellationToken cancellation)
        {
            Outcomes[report.Result.Outcome] = Outcomes.GetValueOrDefault(report.Result.Outcome) + 1;
            if (report.Result.RttMilliseconds is { } roundTrip)
            {
                _roundTrips.Add(roundTrip);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask TakeAsync(VantageHeartbeat heartbeat, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
