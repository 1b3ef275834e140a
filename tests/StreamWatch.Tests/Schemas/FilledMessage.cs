using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace StreamWatch.Tests.Schemas;

/// <summary>Fills every field of a message, and of the messages in it, with values of their own; of a choice the first that was not set already.</summary>
static class FilledMessage
{
    public static T Of<T>(T message)
        where T : IMessage
    {
        var next = 0;
        Fill(message, ref next);
        return message;
    }

    static void Fill(IMessage message, ref int next)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.ContainingOneof is { IsSynthetic: false } choice && choice.Accessor.GetCaseFieldDescriptor(message) is { } chosen && chosen != field)
            {
                continue;
            }

            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                for (var i = 0; i < 2; i++)
                {
                    list.Add(Value(field, ref next));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, ref next));
            }
        }
    }

    static object Value(FieldDescriptor field, ref int next)
    {
        var number = ++next * 17;
        switch (field.FieldType)
        {
            case FieldType.Message:
                var inner = field.MessageType.Parser.ParseFrom([]);
                Fill(inner, ref next);
                return inner;
            case FieldType.String:
                return $"text {number}";
            case FieldType.Bytes:
                return ByteString.CopyFrom((byte)number, (byte)(number >> 8), 255);
            case FieldType.Bool:
                return true;
            case FieldType.Double:
                return number / 8.0;
            case FieldType.Enum:
                return field.EnumType.Values[1 + (number % (field.EnumType.Values.Count - 1))].Number;
            case FieldType.UInt32 or FieldType.Fixed32:
                return (uint)number;
            case FieldType.UInt64 or FieldType.Fixed64:
                return (ulong)number << 33;
            case FieldType.Int32 or FieldType.SInt32:
                return -number;
            default:
                return -((long)number << 33);
        }
    }
}
