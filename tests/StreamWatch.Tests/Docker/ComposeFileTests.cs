using System.Text.RegularExpressions;
using StreamWatch.App.Commands;
using StreamWatch.App.Commands.Settings;
using StreamWatch.App.Watching;
using StreamWatch.Tests.App.Commands.Settings;
using StreamWatch.Tests.Architecture;
using Xunit;

namespace StreamWatch.Tests.Docker;

/// <summary>What must hold of docker/compose.yaml and the Dockerfile, whatever is added to them.</summary>
public sealed partial class ComposeFileTests
{
    static readonly string Compose = Repository.Read("docker/compose.yaml");
    static readonly string Dockerfile = Repository.Read("docker/Dockerfile");

    static readonly Dictionary<string, string> Chosen = Repository.Read("docker/.env").Split('\n')
        .Where(line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
        .ToDictionary(line => line.Split('=')[0], line => line.Split('=')[1]);

    [Fact]
    public void Every_image_has_its_version_in_the_one_file()
    {
        Assert.NotEmpty(Image().Matches(Compose));
        Offences.None(Image().Matches(Compose).Select(match => match.Groups["image"].Value).Where(image => !VersionedImage().IsMatch(image)));
        Offences.None(Variable().Matches(Compose).Select(match => match.Groups["name"].Value).Where(name => !Chosen.ContainsKey(name)).Select(name => $"{name} is not in docker/.env"));
        Offences.None(Argument().Matches(Dockerfile).Where(match => Chosen.GetValueOrDefault(match.Groups["name"].Value) != match.Groups["value"].Value).Select(match => match.Value));
    }

    [Fact]
    public void Every_port_is_of_this_host_alone()
    {
        var ports = Ports().Matches(Compose).Select(match => match.Groups["ports"].Value).ToList();
        Assert.NotEmpty(ports);
        Offences.None(ports.Where(port => !port.StartsWith("\"127.0.0.1:", StringComparison.Ordinal)));
        Assert.DoesNotContain("network_mode", Compose, StringComparison.Ordinal);
    }

    [Fact]
    public void No_secret_stands_in_the_text()
    {
        Offences.None(Secret().Matches(Compose).Select(match => match.Value.Trim()).Where(line => !line.Contains("/run/secrets/", StringComparison.Ordinal)));
        Assert.DoesNotContain(Chosen.Keys, name => name.Contains("PASSWORD", StringComparison.Ordinal));
        Assert.Contains("/docker/secrets/", Repository.Read(".gitignore").Split('\n'));
        var sent = Repository.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).ToList();
        Assert.Contains("*", Repository.Read(".dockerignore").Split('\n'));
        Assert.DoesNotContain(sent, line => line.Contains("docker", StringComparison.Ordinal));
    }

    [Fact]
    public void What_runs_to_its_end_is_waited_for_by_what_stays_or_up_with_wait_would_take_it_for_a_failure()
    {
        var services = Services();
        var ending = services.Where(service => service.Text.Contains("restart: \"no\"", StringComparison.Ordinal)).Select(service => service.Name).ToList();
        Assert.Equal(["topics", "schema"], ending);
        Offences.None(ending.Where(name => !services.Any(other =>
            !ending.Contains(other.Name) && other.Text.Contains($"{name}: {{ condition: service_completed_successfully }}", StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_service_that_stays_can_be_asked_for_its_health()
    {
        var own = Services().Where(service => service.Text.Contains("<<: *stage", StringComparison.Ordinal)).ToList();
        Assert.Contains("HEALTHCHECK", Dockerfile, StringComparison.Ordinal);
        Offences.None(Services().Except(own).Where(service => !service.Text.Contains("healthcheck:", StringComparison.Ordinal)).Select(service => service.Name));
        Offences.None(own.Where(service => !service.Text.Contains("restart: \"no\"", StringComparison.Ordinal) && !service.Text.Contains("STREAMWATCH_HEALTH: 127.0.0.1:8081", StringComparison.Ordinal))
            .Select(service => service.Name));
    }

    [Fact]
    public void What_a_stage_is_set_to_it_has_a_setting_for()
    {
        var root = ProgramCommands.Create();
        foreach (var service in Services().Where(service => service.Text.Contains("<<: *stage", StringComparison.Ordinal)))
        {
            var words = CommandWords().Match(service.Text).Groups["words"].Value.Split(", ");
            var command = SettingsTable.Commands().FirstOrDefault(stage => stage.Words == string.Join(' ', words)).Command;
            if (command is null)
            {
                // A stage that is not there yet: its name is known all the same.
                Assert.Contains(words[0], SettingsTable.Stages);
                continue;
            }

            var known = EnvironmentDefaults.Settings(command).Concat(EnvironmentDefaults.Settings(root)).Select(EnvironmentDefaults.Variable)
                .Concat(["STREAMWATCH_CLICKHOUSE_USER", "STREAMWATCH_CLICKHOUSE_PASSWORD_FILE"]).ToHashSet();
            var anchors = Anchor().Matches(service.Text).Select(match => match.Groups["name"].Value);
            var text = service.Text + string.Concat(anchors.Select(name => Regex.Match(Compose, $"^x-{name}: &{name}\n(  .*\n)+", RegexOptions.Multiline).Value));
            Offences.None(Set().Matches(text).Select(match => match.Groups["name"].Value).Where(name => !known.Contains(name)).Select(name => $"{service.Name}: {name}"));
        }
    }

    [Fact]
    public void The_example_of_a_watch_file_can_be_used()
    {
        var faults = new List<string>();
        var watch = WatchFile.Load(Path.Combine(Repository.Root, "docker", "watch.json"), faults);

        Offences.None(faults);
        Assert.All(watch.Targets, target => Assert.NotNull(target.Probe));
        Offences.None(watch.Targets.Select(target => target.Probe!.Host).Where(host => Services().All(service => service.Name != host)));
    }

    static List<(string Name, string Text)> Services()
    {
        var services = Compose[Compose.IndexOf("\nservices:\n", StringComparison.Ordinal)..Compose.IndexOf("\nvolumes:\n", StringComparison.Ordinal)];
        return [.. Service().Matches(services).Select(match => (match.Groups["name"].Value, match.Value))];
    }

    [GeneratedRegex(@"^  (?<name>[a-z]+):\n(    .*\n|\n(?=    ))+", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Service();

    [GeneratedRegex(@"^ +image: (?<image>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Image();

    [GeneratedRegex(@"^[a-z/-]+:\$\{[A-Z_]+_VERSION\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionedImage();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^ARG (?<name>[A-Z_]+_VERSION)=(?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Argument();

    [GeneratedRegex(@"^ +ports: \[(?<ports>.*)\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Ports();

    [GeneratedRegex(@"^.*(PASSWORD|SECRET|TOKEN)[A-Z_]*:.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();

    [GeneratedRegex(@"^    command: \[(?<words>.*)\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex CommandWords();

    [GeneratedRegex(@"\*(?<name>[a-z-]+-client)", RegexOptions.ExplicitCapture)]
    private static partial Regex Anchor();

    [GeneratedRegex(@"^ +(?<name>STREAMWATCH_[A-Z_]+):", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Set();
}
