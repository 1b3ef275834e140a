namespace StreamWatch.Collectors.Feeds;

/// <summary>Opens feed files by their content.</summary>
public static class FeedStream
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>
    /// The decompressed bytes of a file. Reading throws <see cref="InvalidDataException"/> where a compressed file is damaged or cut.
    /// </summary>
    /// <param name="path">The file; its name says nothing about how it is packed.</param>
    /// <param name="compression">What it turned out to be.</param>
    /// <exception cref="FeedException">There is no such file, or it may not be read.</exception>
    public static Stream Open(string path, out Compression compression)
    {
        Stream? file = null;
        try
        {
            file = path == StandardInput
                ? Console.OpenStandardInput()
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            Span<byte> magic = stackalloc byte[4];
            var length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
            compression = Detect(magic[..length]);
            if (file.CanSeek)
            {
                file.Position = 0;
                return Wrap(file, compression);
            }

            // A pipe cannot go back: what was looked at is put in front again.
            return Wrap(new RewoundStream(magic[..length].ToArray(), file), compression);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new FeedException(Explain(path, e), e);
        }
    }

    private static Compression Detect(ReadOnlySpan<byte> magic)
    {
        if (magic is [0x1F, 0x8B, ..])
        {
            return Compression.Gzip;
        }

        return magic is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9'] ? Compression.Bzip2 : Compression.None;
    }

    private static Stream Wrap(Stream file, Compression compression) => compression switch
    {
        Compression.Gzip => new GzipFeedStream(file),
        Compression.Bzip2 => Bzip2.Open(file),
        _ => file,
    };

    private static string Explain(string path, Exception e)
    {
        if (Directory.Exists(path))
        {
            return $"{path}: is a folder, not a file";
        }

        return e is FileNotFoundException or DirectoryNotFoundException ? $"{path}: no such file" : $"{path}: cannot be read: {e.Message}";
    }
}
