namespace StreamWatch.Storage.Writing;

/// <summary>What a source says beside measurements. The numbers are stored.</summary>
public enum SourceMark : byte
{
    /// <summary>It was read to its end, and all of it is stored.</summary>
    End = 1,

    /// <summary>A table dump is complete.</summary>
    TableEnd = 2,

    /// <summary>A peer said that its table is complete (End-of-RIB, RFC 4724 section 2).</summary>
    EndOfRib = 3,
}
