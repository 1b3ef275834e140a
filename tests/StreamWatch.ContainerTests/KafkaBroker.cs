using System.Globalization;
using System.Text;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Xunit;

namespace StreamWatch.ContainerTests;

/// <summary>
/// A real Kafka broker for all tests: the one that STREAMWATCH_KAFKA names, else a container, which the stages and the linked tests' own code find by the same variable. Without either the
/// tests are skipped and say why.
/// </summary>
public sealed class KafkaBroker : IAsyncLifetime
{
    const string AddressSetting = "STREAMWATCH_KAFKA";

    const int Port = 9092;

    /// <summary>The broker tells clients where to come again, so it cannot begin before its port on this host is known.</summary>
    const string Script = "/opt/kafka/begin.sh";

    IContainer? _container;

    string? _missing;

    /// <summary>Skips the test that asks where there is none.</summary>
    public void Require() => Assert.SkipWhen(_missing is not null, _missing ?? "");

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable(AddressSetting) is { Length: > 0 })
        {
            return;
        }

        try
        {
            _container = new ContainerBuilder(DockerVersions.Image("apache/kafka", "KAFKA_VERSION"))
                .WithPortBinding(Port, assignRandomHostPort: true)
                .WithEnvironment(new Dictionary<string, string>
                {
                    ["KAFKA_NODE_ID"] = "1",
                    ["KAFKA_PROCESS_ROLES"] = "broker,controller",
                    ["KAFKA_CONTROLLER_QUORUM_VOTERS"] = "1@127.0.0.1:9094",
                    ["KAFKA_CONTROLLER_LISTENER_NAMES"] = "CONTROLLER",
                    ["KAFKA_LISTENERS"] = $"HOST://:{Port},INNER://:9093,CONTROLLER://:9094",
                    ["KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"] = "HOST:PLAINTEXT,INNER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                    ["KAFKA_INTER_BROKER_LISTENER_NAME"] = "INNER",
                    ["KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR"] = "1",
                    ["KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR"] = "1",
                    ["KAFKA_TRANSACTION_STATE_LOG_MIN_ISR"] = "1",
                    ["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] = "false",
                    ["KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS"] = "0",
                })
                .WithEntrypoint("/bin/sh", "-c")
                .WithCommand($"while [ ! -f {Script} ]; do sleep 0.1; done; exec /bin/sh {Script}")
                .WithStartupCallback((container, token) => container.CopyAsync(Begin(container), Script, ct: token))
                .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("Kafka Server started"))
                .Build();
        }
        catch (DockerUnavailableException)
        {
            _missing = $"no Docker engine answers here: start one, or name a Kafka broker in {AddressSetting}";
            return;
        }

        await _container.StartAsync(TestContext.Current.CancellationToken);
        Environment.SetEnvironmentVariable(AddressSetting, Address(_container));
    }

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
        {
            await _container.DisposeAsync();
        }
    }

    static string Address(IContainer container) => string.Create(CultureInfo.InvariantCulture, $"{container.Hostname}:{container.GetMappedPublicPort(Port)}");

    static byte[] Begin(IContainer container) => Encoding.ASCII.GetBytes(
        $"""
        export KAFKA_ADVERTISED_LISTENERS=HOST://{Address(container)},INNER://127.0.0.1:9093
        exec /etc/kafka/docker/run
        """.ReplaceLineEndings("\n"));
}
