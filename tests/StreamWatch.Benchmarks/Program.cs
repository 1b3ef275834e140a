using StreamWatch.Benchmarks;

if (args is not [var what, ..] || args.Length > 2)
{
    return Usage();
}

var folder = args.ElementAtOrDefault(1);
return what switch
{
    "bgp" => BgpBenchmark.Run(folder),
    "replay" => await ReplayBenchmark.RunAsync(folder),
    "cluster" => await ClusterBenchmark.RunAsync(folder),
    "topology" => await TopologyBenchmark.RunAsync(folder),
    "probes" => await ProbeBenchmark.RunAsync(),
    ProbeServers.Word => await ProbeServers.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/StreamWatch.Benchmarks -- bgp|replay|cluster|topology [FOLDER OF MRT FILES], or -- probes");
    return 2;
}
