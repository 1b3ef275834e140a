using StreamWatch.Bgp.Mrt.Writing.Messages;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Bgp.Mrt.Writing.Encoding;

/// <summary>BGP messages on the wire (RFC 4271 section 4; up to 65535 bytes by RFC 8654).</summary>
internal sealed class MessageEncoder(AttributeEncoder attributes)
{
    private const int HeaderLength = 19;

    /// <summary>Writes marker, length and type before the message.</summary>
    public void PutWithHeader(RecordBuffer buffer, BgpMessage message, in MessageForm form)
    {
        var start = buffer.Length;
        buffer.PutUInt64(ulong.MaxValue);
        buffer.PutUInt64(ulong.MaxValue);
        var lengthAt = buffer.OpenLength16();
        buffer.PutByte(message.Type);
        PutContent(buffer, message, form);
        var length = buffer.Length - start;
        if (length > ushort.MaxValue)
        {
            throw new UnwritableRecordException(
                $"the BGP message takes {length} bytes; allowed is up to 65535 with {HeaderLength} for its header: spread the prefixes over several");
        }

        buffer.PatchUInt16(lengthAt - 2, (ushort)length);
    }

    /// <summary>Writes the message without its header, as the legacy MRT types keep it.</summary>
    public void PutContent(RecordBuffer buffer, BgpMessage message, in MessageForm form)
    {
        switch (message)
        {
            case UpdateMessage update:
                PutUpdate(buffer, update, form);
                break;
            case OpenMessage open:
                PutOpen(buffer, open);
                break;
            case NotificationMessage notification:
                buffer.PutByte(notification.Code);
                buffer.PutByte(notification.Subcode);
                buffer.PutBytes(notification.Data.Span);
                break;
            default:
                // A keepalive has no content.
                break;
        }
    }

    private void PutUpdate(RecordBuffer buffer, UpdateMessage update, in MessageForm form)
    {
        var withdrawnAt = buffer.OpenLength16();
        NlriEncoder.PutAll(buffer, update.Withdrawn, AddressFamily.IPv4, form.AddPath, "withdrawn prefix");
        buffer.CloseLength16(withdrawnAt, "the list of withdrawn prefixes");
        var attributesAt = buffer.OpenLength16();
        attributes.Put(buffer, update.Attributes, new AttributeForm(form.Asns, form.AddPath));
        buffer.CloseLength16(attributesAt, "the list of attributes");
        NlriEncoder.PutAll(buffer, update.Announced, AddressFamily.IPv4, form.AddPath, "announced prefix");
    }

    private static void PutOpen(RecordBuffer buffer, OpenMessage open)
    {
        if (open.OptionalParameters.Length > byte.MaxValue)
        {
            throw new UnwritableRecordException(
                $"the optional parameters of OPEN take {open.OptionalParameters.Length} bytes; allowed is up to 255");
        }

        buffer.PutByte(4);
        buffer.PutUInt16(open.Asn);
        buffer.PutUInt16(open.HoldTime);
        buffer.PutIPv4(open.BgpId, "BGP identifier");
        buffer.PutByte((byte)open.OptionalParameters.Length);
        buffer.PutBytes(open.OptionalParameters.Span);
    }
}
