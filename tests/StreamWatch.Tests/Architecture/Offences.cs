using Xunit;

namespace StreamWatch.Tests.Architecture;

/// <summary>What breaks a rule, a line each, so that a failure names them all.</summary>
static class Offences
{
    /// <summary>Fails with every line of <paramref name="found"/>, if there are any.</summary>
    public static void None(IEnumerable<string?> found)
    {
        var lines = found.Distinct(StringComparer.Ordinal).ToList();
        if (lines.Count > 0)
        {
            Assert.Fail($"{lines.Count} found:\n  {string.Join("\n  ", lines)}");
        }
    }
}
