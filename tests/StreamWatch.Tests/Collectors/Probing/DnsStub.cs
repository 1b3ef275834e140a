using System.Buffers.Binary;
using System.Net;
using StreamWatch.Collectors.Probing.Dns;

namespace StreamWatch.Tests.Collectors.Probing;

/// <summary>A name server on this host, over UDP and TCP on one port. What it answers is the test's; null is silence.</summary>
sealed class DnsStub : IAsyncDisposable
{
    readonly TcpStub _tcp;
    readonly UdpStub _udp;

    public DnsStub(Func<DnsMessage, DnsMessage?> overUdp, Func<DnsMessage, DnsMessage?>? overTcp = null)
    {
        // a port that TCP has may be in use for UDP: try others
        for (var tries = 0; ; tries++)
        {
            _tcp = new TcpStub(async (stream, stop) =>
            {
                var head = new byte[2];
                await stream.ReadExactlyAsync(head, stop);
                var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
                await stream.ReadExactlyAsync(body, stop);
                if ((overTcp ?? overUdp)(DnsMessage.Read(body, out _)!) is { } answer)
                {
                    var bytes = answer.Write();
                    BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)bytes.Length);
                    await stream.WriteAsync((byte[])[.. head, .. bytes], stop);
                }

                await TcpStub.DrainAsync(stream, stop);
            });
            try
            {
                _udp = new UdpStub(asked => overUdp(DnsMessage.Read(asked, out _)!) is { } answer ? [answer.Write()] : [], _tcp.EndPoint.Port);
                return;
            }
            catch (System.Net.Sockets.SocketException) when (tries < 20)
            {
                _tcp.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
    }

    public IPEndPoint EndPoint => _udp.EndPoint;

    public int TcpConnections => _tcp.Accepted;

    public Task Reached => _udp.Reached;

    public static DnsName Name(string text) => DnsName.TryParse(text, out var name) ? name : throw new ArgumentException(text);

    public static DnsRecord Address(DnsName name, string address)
    {
        var ip = IPAddress.Parse(address);
        var bytes = ip.GetAddressBytes();
        return new DnsRecord(name, bytes.Length == 4 ? DnsRecordType.A : DnsRecordType.Aaaa, DnsMessage.Internet, 60, bytes);
    }

    public static DnsRecord Alias(DnsName name, DnsName alias) => new(name, DnsRecordType.Cname, DnsMessage.Internet, 60, alias.Wire.ToArray());

    public static DnsRecord Soa(DnsName name, uint serial)
    {
        var fixedPart = new byte[20];
        BinaryPrimitives.WriteUInt32BigEndian(fixedPart, serial);
        return new DnsRecord(name, DnsRecordType.Soa, DnsMessage.Internet, 60, (byte[])[.. Name("ns1.example").Wire, .. Name("admin.example").Wire, .. fixedPart]);
    }

    public async ValueTask DisposeAsync()
    {
        await _udp.DisposeAsync();
        await _tcp.DisposeAsync();
    }
}
