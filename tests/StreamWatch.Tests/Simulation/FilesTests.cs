using System.Text.RegularExpressions;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.Tests.Simulation;

/// <summary>The files look like those of route collectors.</summary>
public sealed partial class FilesTests
{
    public static TheoryData<string> Names => [.. ScenarioRegistry.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_stretch_of_every_collector_has_a_file_unless_the_truth_says_that_it_is_missing(string name)
    {
        var set = SimulatedSet.Of(name, 1);
        var truth = set.Result.Truth;
        var missing = truth.NotOutages.Where(happening => happening.Label == "missing_file")
            .Select(happening => $"{happening.Collectors[0]}/updates.{happening.Start:yyyyMMdd.HHmm}").ToHashSet();
        var expected = new List<string>();
        foreach (var collector in truth.Collectors.Select(collector => collector.Name))
        {
            foreach (var window in truth.Windows)
            {
                if (window.WithTable)
                {
                    var table = collector.StartsWith("rrc", StringComparison.Ordinal) ? "bview" : "rib";
                    expected.Add($"{collector}/{table}.{window.Start:yyyyMMdd.HHmm}");
                }

                for (var start = window.Start; start < window.End; start += TimeSpan.FromMinutes(window.FileMinutes))
                {
                    expected.Add($"{collector}/updates.{start:yyyyMMdd.HHmm}");
                }
            }
        }

        Assert.Equal(
            expected.Where(file => !missing.Contains(file)).Order(StringComparer.Ordinal),
            set.Files.Select(file => file.Replace('\\', '/')).Order(StringComparer.Ordinal));
        Assert.All(set.Files, file => Assert.NotEqual(0, new FileInfo(Path.Combine(set.Folder.FullName, file)).Length));
        Assert.Equal(set.Files.Count, set.Result.Files);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Records_stand_in_the_file_of_their_stretch_in_order_of_time(string name)
    {
        var set = SimulatedSet.Of(name, 1);
        var last = new Dictionary<string, DateTimeOffset>();
        var length = TimeSpan.FromMinutes(set.Result.Truth.Windows[0].FileMinutes);
        foreach (var file in set.Files)
        {
            var stamp = Stamp().Match(file).Value;
            var start = DateTimeOffset.ParseExact(stamp, "yyyyMMdd.HHmm", null, System.Globalization.DateTimeStyles.AssumeUniversal);
            foreach (var time in RecordTimes(File.ReadAllBytes(Path.Combine(set.Folder.FullName, file))))
            {
                Assert.InRange(time, start, start + length - TimeSpan.FromMicroseconds(1));
                Assert.True(time >= last.GetValueOrDefault(file), $"{file} goes back in time at {time:O}");
                last[file] = time;
            }
        }
    }

    [Fact]
    public void A_folder_that_is_not_empty_is_refused_and_left_as_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("streamwatch-simulated-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "mine"), "kept");
            var refusal = Assert.Throws<IOException>(() => SimulationScenario.Write(
                "flapping", 1, folder, cancellation: TestContext.Current.CancellationToken));
            Assert.Contains("is not empty", refusal.Message, StringComparison.Ordinal);
            Assert.Single(folder.GetFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void An_unknown_scenario_is_refused_with_the_names_there_are()
    {
        var refusal = Assert.Throws<ArgumentException>(() => SimulationScenario.Write(
            "nonsense", 1, new DirectoryInfo("unused"), cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("\"nonsense\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("own-outages", refusal.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\d{8}\.\d{4}$")]
    private static partial Regex Stamp();

    static IEnumerable<DateTimeOffset> RecordTimes(byte[] bytes)
    {
        for (var offset = 0; offset < bytes.Length;)
        {
            StreamWatch.Bgp.Mrt.MrtHeader.TryRead(bytes.AsSpan(offset), offset, out var header);
            yield return DateTimeOffset.UnixEpoch.AddMicroseconds(header.TimeMicros);
            offset += header.RecordLength;
        }
    }
}
