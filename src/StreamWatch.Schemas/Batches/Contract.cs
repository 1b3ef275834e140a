using System.Buffers;
using Google.Protobuf;
using StreamWatch.Schemas.Contracts;

namespace StreamWatch.Schemas.Batches;

/// <summary>What every contract of a topic has in common: its version, and how a message is refused.</summary>
public static class Contract
{
    /// <summary>The version that is written and read; it stands in the topics' names too.</summary>
    public const uint Version = 1;

    /// <summary>Most bytes of a message that are read: a batch has 1 MiB at most, and this leaves it room to grow.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const int SessionDigits = 64;
    private const uint MostPartitions = 100_000;
    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Reads a message.</summary>
    /// <exception cref="ContractException">It is too large, or no message of this contract.</exception>
    public static T Parse<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes)
        where T : IMessage<T>
    {
        if (bytes.Length > MostBytes)
        {
            throw new ContractException($"too large: {bytes.Length} bytes, at most {MostBytes} are read");
        }

        try
        {
            return parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ContractException($"not a message of this contract: {e.Message}", e);
        }
    }

    /// <summary>Checks the head of a batch.</summary>
    /// <param name="header">The head; null where the message has none.</param>
    /// <param name="partition">The partition that it was read from.</param>
    /// <param name="partitions">Those that the session says it writes of this topic.</param>
    /// <exception cref="ContractException">It is missing, of another version, or says what cannot be.</exception>
    public static void Check(BatchHeader? header, int partition, Func<BatchHeader, uint> partitions)
    {
        if (header is null)
        {
            throw new ContractException("no header");
        }

        if (header.Version != Version)
        {
            throw new ContractException($"version {header.Version}, only {Version} is read");
        }

        Require(header.Producer.Length is > 0 and <= 255, "the producer's name has 1 to 255 characters");
        Require(header.Session.Length == SessionDigits && !header.Session.AsSpan().ContainsAnyExcept(_hexDigits), "the session is 64 hex digits");
        Require(header.RoutePartitions <= MostPartitions && header.ProbePartitions <= MostPartitions, "a topic has at most 100,000 partitions");
        Require(header.Partition == partition && header.Partition < partitions(header), $"made for partition {header.Partition} of {partitions(header)}, and found in {partition}");
        Require(header.FirstOrdinal <= long.MaxValue && header.Round <= long.MaxValue, "ordinals and rounds have 63 bits");
    }

    /// <summary>Refuses a message that is not as it has to be.</summary>
    /// <exception cref="ContractException">It is not.</exception>
    public static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new ContractException(rule);
        }
    }
}
