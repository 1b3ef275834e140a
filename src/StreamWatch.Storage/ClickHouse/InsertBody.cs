namespace StreamWatch.Storage.ClickHouse;

/// <summary>The data of one insert. It may be sent more than once (a retry), so it must stay unchanged until the insert has ended.</summary>
public abstract class InsertBody
{
    /// <summary>Exact length in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>Writes the whole data.</summary>
    public abstract Task WriteToAsync(Stream stream, CancellationToken cancellationToken);
}
