using StreamWatch.Benchmarks;

switch (args)
{
    case ["bgp", .. var folders] when folders.Length <= 1:
        return BgpBenchmark.Run(folders is [var folder] ? folder : null);
    default:
        Console.Error.WriteLine("Usage: dotnet run -c Release --project tests/StreamWatch.Benchmarks -- bgp [FOLDER OF MRT FILES]");
        return 2;
}
