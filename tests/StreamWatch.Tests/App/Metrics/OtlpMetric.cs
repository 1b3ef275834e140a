using System.Buffers.Binary;
using System.Text;

namespace StreamWatch.Tests.App.Metrics;

/// <summary>A metric as it is sent (opentelemetry-proto, metrics/v1): what of it a test looks at.</summary>
sealed record OtlpMetric(string Meter, string Name, string Unit, string Description, string Kind, string Points)
{
    /// <summary>Reads the metrics of an ExportMetricsServiceRequest.</summary>
    public static IEnumerable<OtlpMetric> Read(byte[] body) =>
        from resource in Parts(body, 1)
        from scope in Parts(resource, 2)
        let meter = Text(Parts(scope, 1).Single(), 1)
        from metric in Parts(scope, 2)
        let kind = Fields(metric).Select(field => field.Number).First(number => number is 5 or 7 or 9)
        select new OtlpMetric(
            meter, Text(metric, 1), Text(metric, 3), Text(metric, 2),
            kind switch { 5 => "gauge", 7 => "sum", _ => "histogram" },
            Encoding.Latin1.GetString(Parts(metric, kind).First()));

    /// <summary>The attributes of the resource, as bytes read as text.</summary>
    public static string Resource(byte[] body) => Encoding.Latin1.GetString(Parts(Parts(body, 1).First(), 1).First());

    static string Text(byte[] message, int number) => Encoding.UTF8.GetString(Parts(message, number).FirstOrDefault() ?? []);

    static IEnumerable<byte[]> Parts(byte[] message, int number) => Fields(message).Where(field => field.Number == number).Select(field => field.Value);

    /// <summary>Fields of a protobuf message: number and bytes, whatever the wire type.</summary>
    static List<(int Number, byte[] Value)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var tag = VarInt(message, ref at);
            var length = (tag & 7) switch
            {
                0 => 0,
                1 => sizeof(ulong),
                2 => (int)VarInt(message, ref at),
                5 => sizeof(uint),
                var other => throw new InvalidDataException($"wire type {other}"),
            };
            if ((tag & 7) == 0)
            {
                var value = new byte[sizeof(ulong)];
                BinaryPrimitives.WriteUInt64LittleEndian(value, VarInt(message, ref at));
                fields.Add(((int)(tag >> 3), value));
                continue;
            }

            fields.Add(((int)(tag >> 3), message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    static ulong VarInt(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
