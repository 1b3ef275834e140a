namespace StreamWatch.Storage.Ledgers;

/// <summary>What a source is. The numbers are stored.</summary>
public enum SourceKind : byte
{
    /// <summary>A file of measurements, known by the SHA-256 of its bytes.</summary>
    File = 1,

    /// <summary>A run that derives rows, known by the SHA-256 of its inputs and options.</summary>
    Run = 2,

    /// <summary>A live feed.</summary>
    Feed = 3,
}
