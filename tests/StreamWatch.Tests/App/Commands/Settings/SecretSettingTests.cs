using StreamWatch.App.Commands.Settings;
using Xunit;

namespace StreamWatch.Tests.App.Commands.Settings;

/// <summary>Secrets come from a variable or from a file that one names, and never from both.</summary>
public sealed class SecretSettingTests : IDisposable
{
    const string Name = "STREAMWATCH_KAFKA_PASSWORD";

    readonly string _folder = Directory.CreateTempSubdirectory("streamwatch-secret-").FullName;
    readonly List<string> _faults = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_the_variable_or_the_content_of_the_file_without_its_line_end()
    {
        Assert.Null(Read());
        Assert.Equal("hunter2", Read((Name, "hunter2")));
        Assert.Equal(" hunter 2 ", Read(($"{Name}_FILE", Write(" hunter 2 \r\n"))));
        Assert.Equal("hunter2", Read((Name, ""), ($"{Name}_FILE", Write("hunter2"))));
        Assert.Empty(_faults);
    }

    [Fact]
    public void Both_at_once_an_empty_file_and_none_are_faults_that_do_not_tell_the_secret()
    {
        Assert.Null(Read((Name, "hunter2"), ($"{Name}_FILE", Write("hunter3"))));
        Assert.Null(Read(($"{Name}_FILE", Write("\n"))));
        Assert.Null(Read(($"{Name}_FILE", Path.Combine(_folder, "none"))));

        Assert.Equal(3, _faults.Count);
        Assert.Equal($"{Name} and {Name}_FILE are both set; set one of them", _faults[0]);
        Assert.Contains("which is empty", _faults[1], StringComparison.Ordinal);
        Assert.Contains("which cannot be read", _faults[2], StringComparison.Ordinal);
        Assert.All(_faults, fault => Assert.DoesNotContain("hunter", fault, StringComparison.Ordinal));
    }

    string Write(string text)
    {
        var path = Path.Combine(_folder, "secret");
        File.WriteAllText(path, text);
        return path;
    }

    string? Read(params (string Name, string Value)[] environment) =>
        SecretSetting.Read(Name, _faults, name => environment.FirstOrDefault(pair => pair.Name == name).Value);
}
