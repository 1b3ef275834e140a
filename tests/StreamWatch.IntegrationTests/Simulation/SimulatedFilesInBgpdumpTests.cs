using StreamWatch.IntegrationTests.Bgp;
using StreamWatch.Simulation;
using Xunit;

namespace StreamWatch.IntegrationTests.Simulation;

/// <summary>The real bgpdump reads every simulated file without complaint and finds as many elems as were simulated.</summary>
public sealed class SimulatedFilesInBgpdumpTests
{
    static readonly string[] Sample = ["own-outages", "learned", "resets-with-states"];

    public static TheoryData<string> Sampled { get; } = new(Sample);

    public static TheoryData<string> Others { get; } = new(ScenarioRegistry.All.Select(scenario => scenario.Name).Except(Sample));

    [Theory]
    [MemberData(nameof(Sampled))]
    public void A_simulated_data_set_reads_without_complaint(string name) => AssertReads(name);

    [Theory]
    [Trait("Tier", "long")]
    [MemberData(nameof(Others))]
    public void So_does_every_scenario(string name) => AssertReads(name);

    static void AssertReads(string name)
    {
        var folder = Directory.CreateTempSubdirectory("streamwatch-simulated-");
        try
        {
            var result = SimulationScenario.Write(name, 1, folder);
            var elems = 0L;
            var files = new DirectoryInfo(Path.Combine(folder.FullName, SimulationScenario.CollectorsFolder)).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
            foreach (var file in files)
            {
                var (lines, complaints) = Bgpdump.Read(file.FullName);
                Assert.True(complaints.Count == 0, $"{file.FullName}: {string.Join('\n', complaints)}");
                elems += lines.Count;
            }

            Assert.Equal(result.Files, files.Count);
            if (result.Truth.NotOutages.Any(happening => happening.Label == "missing_file"))
            {
                Assert.InRange(elems, 1, result.Elems - 1);
            }
            else
            {
                Assert.Equal(result.Elems, elems);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
