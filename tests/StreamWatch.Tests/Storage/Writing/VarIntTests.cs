using StreamWatch.Storage.Writing.Columns;
using Xunit;

namespace StreamWatch.Tests.Storage.Writing;

public sealed class VarIntTests
{
    [Theory]
    [InlineData(0ul, new byte[] { 0 })]
    [InlineData(127ul, new byte[] { 127 })]
    [InlineData(128ul, new byte[] { 0x80, 1 })]
    [InlineData(300ul, new byte[] { 0xAC, 2 })]
    [InlineData(ulong.MaxValue, new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1 })]
    public void Seven_bits_a_byte_the_lowest_first(ulong value, byte[] expected)
    {
        Span<byte> bytes = stackalloc byte[VarInt.MaxLength];
        Assert.Equal(expected, bytes[..VarInt.Write(bytes, value)].ToArray());
    }
}
