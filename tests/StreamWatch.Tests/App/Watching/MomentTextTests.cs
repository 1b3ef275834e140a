using StreamWatch.App.Watching;
using Xunit;

namespace StreamWatch.Tests.App.Watching;

public sealed class MomentTextTests
{
    [Theory]
    [InlineData("2022-01-14", "2022-01-14T00:00:00.0000000Z")]
    [InlineData("2022-01-14T09:30", "2022-01-14T09:30:00.0000000Z")]
    [InlineData("2022-01-14 09:30:15", "2022-01-14T09:30:15.0000000Z")]
    [InlineData("2022-01-14T09:30:15.25Z", "2022-01-14T09:30:15.2500000Z")]
    public void A_moment_is_in_utc(string text, string moment)
    {
        Assert.True(MomentText.TryParse(text, out var parsed));
        Assert.Equal(moment, parsed.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2022")]
    [InlineData("14.1.2022")]
    [InlineData("2022-02-30")]
    [InlineData("2022-01-14T25:00")]
    [InlineData("2022-01-14T09:30+02:00")]
    public void Anything_else_is_none(string text) => Assert.False(MomentText.TryParse(text, out _));
}
