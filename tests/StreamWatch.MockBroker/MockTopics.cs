using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace StreamWatch.MockBroker;

/// <summary>Topics of the mock cluster with a number of partitions of one's own: over the network it cannot be told to make any.</summary>
static unsafe class MockTopics
{
    /// <summary>Makes the topics.</summary>
    /// <param name="handle">The client that holds the cluster.</param>
    /// <param name="topics">NAME:PARTITIONS each.</param>
    public static void Create(Handle handle, IEnumerable<string> topics)
    {
        // The client keeps the native handle to itself.
        var client = (SafeHandle)typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(handle)!;
        var cluster = ((delegate* unmanaged<nint, nint>)Export("rd_kafka_handle_mock_cluster"))(client.DangerousGetHandle());
        var create = (delegate* unmanaged<nint, nint, int, int, int>)Export("rd_kafka_mock_topic_create");
        foreach (var topic in topics)
        {
            var colon = topic.LastIndexOf(':');
            var name = Marshal.StringToCoTaskMemUTF8(topic[..colon]);
            var error = create(cluster, name, int.Parse(topic[(colon + 1)..], CultureInfo.InvariantCulture), 1);
            Marshal.FreeCoTaskMem(name);
            if (error != 0)
            {
                throw new InvalidOperationException($"the mock cluster makes no topic {topic}: error {error}");
            }
        }
    }

    /// <summary>A function of the library that the client has loaded: another copy of it would not know the client.</summary>
    static nint Export(string name)
    {
        var mapped = File.ReadLines("/proc/self/maps").Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .Where(file => Path.GetFileName(file).Contains("librdkafka", StringComparison.Ordinal)).Distinct();
        foreach (var file in mapped)
        {
            // A build that cannot be loaded may be mapped for a moment, while the client tries it.
            if (NativeLibrary.TryLoad(file, out var library))
            {
                return NativeLibrary.GetExport(library, name);
            }
        }

        throw new InvalidOperationException("the client has not loaded librdkafka");
    }
}
