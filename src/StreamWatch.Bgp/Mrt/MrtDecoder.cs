using StreamWatch.Bgp.Attributes;

namespace StreamWatch.Bgp.Mrt;

/// <summary>
/// Decodes MRT records (RFC 6396, RFC 8050) into elems. Allocates nothing once its buffers have grown to the largest record. Never throws on
/// bad input: what is wrong is reported to <see cref="IMrtSink.Rejected"/>, what could be read apart from it is passed on. One decoder per
/// file, because the peer index table belongs to the file; not for several threads at once.
/// </summary>
/// <typeparam name="TSink">Who takes the elems; a struct makes the calls direct.</typeparam>
public sealed partial class MrtDecoder<TSink>
    where TSink : IMrtSink
{
    private readonly MrtMessage message = new();
    private readonly PathAttributes attributes = new();
    private MrtHeader header;
    private RejectReason? fault;
    private int faultDetail;
    private int elems;

    /// <summary>The peers of the table dump being read; empty before its first record.</summary>
    public PeerIndexTable Peers { get; } = new();

    /// <summary>Decodes one record.</summary>
    /// <param name="recordHeader">Its header.</param>
    /// <param name="body">Exactly the bytes behind the header.</param>
    /// <param name="sink">Takes what is found before the call returns.</param>
    public void Decode(in MrtHeader recordHeader, ReadOnlySpan<byte> body, ref TSink sink)
    {
        header = recordHeader;
        fault = null;
        elems = 0;
        message.Header = recordHeader;
        message.Id++;
        if (body.IsEmpty)
        {
            Report(RejectReason.BodyTooShort, 0);
        }
        else
        {
            switch (recordHeader.Type)
            {
                case MrtType.Bgp4Mp:
                case MrtType.Bgp4MpEt:
                    DecodeBgp4Mp(body, ref sink);
                    break;
                case MrtType.TableDumpV2:
                    DecodeTableDumpV2(body, ref sink);
                    break;
                case MrtType.TableDump:
                    DecodeTableDump(body, ref sink);
                    break;
                case MrtType.Bgp:
                    DecodeLegacyBgp(body, ref sink);
                    break;
                case MrtType.Ospfv2 or MrtType.Isis or MrtType.IsisEt or MrtType.Ospfv3 or MrtType.Ospfv3Et:
                    break;
                default:
                    Report(RejectReason.UnknownType, (int)recordHeader.Type);
                    break;
            }
        }

        if (fault is { } reason)
        {
            sink.Rejected(new RejectedRecord(header, reason, faultDetail, body[..Math.Min(body.Length, RejectedRecord.MaxFirstBytes)], elems));
        }
    }

    private void Report(RejectReason reason, int detail)
    {
        if (fault is null)
        {
            fault = reason;
            faultDetail = detail;
        }
    }

    private void ReportAttributes()
    {
        if (attributes.Fault is { } reason)
        {
            Report(reason, attributes.FaultDetail);
        }
    }

    private void ClearSession()
    {
        message.LocalAddress = default;
        message.LocalAsn = 0;
        message.PeerBgpId = 0;
        message.PeerIndex = -1;
        message.OriginatedSeconds = 0;
        message.Safi = 1;
        message.IsAddPath = false;
        message.IsMultiprotocol = false;
        message.IsLocal = false;
    }
}
