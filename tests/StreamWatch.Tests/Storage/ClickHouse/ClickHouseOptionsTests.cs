using StreamWatch.Storage.ClickHouse;
using Xunit;

namespace StreamWatch.Tests.Storage.ClickHouse;

public sealed class ClickHouseOptionsTests
{
    [Theory]
    [InlineData("localhost:8123")]
    [InlineData("ftp://localhost")]
    [InlineData("http://user:secret@localhost:8123")]
    public void A_url_that_is_none_or_holds_a_password_is_refused_without_repeating_the_password(string url)
    {
        var refused = Assert.Throws<ClickHouseUsageException>(() => ClickHouseOptions.FromEnvironment(url, _ => null));
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsRetryable);
    }

    [Fact]
    public void The_password_comes_from_the_environment_or_a_file_it_names()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "from file\n");
            var named = ClickHouseOptions.FromEnvironment("https://ch:8443", name => name switch
            {
                "STREAMWATCH_CLICKHOUSE_PASSWORD_FILE" => file,
                "STREAMWATCH_CLICKHOUSE_USER" => "me",
                _ => null,
            });
            Assert.Equal(("me", "from file"), (named.User, named.Password));
            Assert.Contains(
                "are both set",
                Assert.Throws<ClickHouseUsageException>(() => ClickHouseOptions.FromEnvironment("https://ch:8443", name => name.EndsWith("_FILE", StringComparison.Ordinal) ? file : "plain")).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }

        var plain = ClickHouseOptions.FromEnvironment("https://ch:8443", name => name == "STREAMWATCH_CLICKHOUSE_PASSWORD" ? "plain" : null);
        Assert.Equal(("default", "plain"), (plain.User, plain.Password));
        Assert.Throws<ClickHouseUsageException>(() =>
            ClickHouseOptions.FromEnvironment("https://ch:8443", name => name == "STREAMWATCH_CLICKHOUSE_PASSWORD_FILE" ? file : null));
    }

    [Theory]
    [InlineData(241, true)]
    [InlineData(252, true)]
    [InlineData(60, false)]
    [InlineData(497, false)]
    public void Errors_of_the_moment_can_be_tried_again_and_others_not(int code, bool retryable) =>
        Assert.Equal(retryable, new ClickHouseServerException("s", code, "m").IsRetryable);
}
