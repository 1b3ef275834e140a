namespace StreamWatch.Collectors.Feeds;

/// <summary>Fills blocks from streams that give what they have at the moment: pipes and decompressors.</summary>
internal static class BlockFilling
{
    /// <summary>Enough for the headers of several records, so that the start of a file can be judged by its first block.</summary>
    private const int AtLeast = 4096;

    /// <summary>Reads until there are at least 4 KiB, the block is full or the stream ends. What was read before a fault is kept.</summary>
    /// <returns>How many bytes there are; 0 at the end.</returns>
    public static int Fill(Stream stream, byte[] block, out string? fault)
    {
        fault = null;
        var length = 0;
        try
        {
            int read;
            do
            {
                read = stream.Read(block, length, block.Length - length);
                length += read;
            }
            while (read > 0 && length < Math.Min(AtLeast, block.Length));
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            fault = e.Message;
        }

        return length;
    }
}
