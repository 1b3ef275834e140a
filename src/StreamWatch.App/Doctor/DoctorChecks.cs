using System.Globalization;
using System.Net;
using StreamWatch.Storage;

namespace StreamWatch.App.Doctor;

/// <summary>Every check, as far as the settings ask for it.</summary>
internal static class DoctorChecks
{
    private const string ResolverFile = "/etc/resolv.conf";
    private const int DnsPort = 53;

    /// <summary>The checks, in the order they are told.</summary>
    /// <param name="store">Where results are kept; null where nobody said.</param>
    /// <param name="watch">The watch file; null where none was named.</param>
    /// <param name="kafka">The brokers and topics; null where none were named.</param>
    /// <param name="time">The clock of this host.</param>
    public static IReadOnlyList<IDoctorCheck> All(StoreOptions? store, string? watch, KafkaCheck? kafka, TimeProvider time)
    {
        var checks = new List<IDoctorCheck> { new ClockCheck(time), new EngineLibraryCheck(isNeeded: store?.Server is null) };
        if (store?.DataDirectory is { } directory)
        {
            checks.Add(new DataDirectoryCheck(directory, path => new DriveInfo(path).AvailableFreeSpace));
        }

        if (store?.Server is { } server)
        {
            checks.Add(new SecretsCheck(Environment.GetEnvironmentVariable));
            checks.Add(new ClickHouseCheck(server, store.Database, time));
        }

        if (kafka is not null)
        {
            checks.Add(kafka);
        }

        var watched = watch is null ? null : new WatchFileCheck(watch);
        if (watched is not null)
        {
            checks.Add(watched);
        }

        checks.Add(new EchoCheck(isNeeded: watched?.AsksForEcho ?? false));
        checks.Add(new ResolverCheck(ReadServers(), time));
        checks.Add(new ToolsCheck());
        return checks;
    }

    private static IReadOnlyList<IPEndPoint> ReadServers()
    {
        try
        {
            return ResolverCheck.Parse(File.ReadAllLines(ResolverFile), DnsPort);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Bytes as people read them.</summary>
    internal static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):N1} GiB");
}
