namespace StreamWatch.Bgp.Statistics;

/// <summary>Counts records by type and subtype.</summary>
internal sealed class RecordCounter
{
    private const int Types = 64;
    private const int Subtypes = 16;

    private readonly long[] usual = new long[Types * Subtypes];
    private readonly Dictionary<(ushort Type, ushort Subtype), long> unusual = [];

    public void Add(ushort type, ushort subtype)
    {
        if (type < Types && subtype < Subtypes)
        {
            usual[(type * Subtypes) + subtype]++;
        }
        else
        {
            unusual[(type, subtype)] = unusual.GetValueOrDefault((type, subtype)) + 1;
        }
    }

    /// <summary>What was counted, by type and subtype; the counter starts again.</summary>
    public Dictionary<(ushort Type, ushort Subtype), long> Take()
    {
        var counts = new Dictionary<(ushort Type, ushort Subtype), long>(unusual);
        for (var i = 0; i < usual.Length; i++)
        {
            if (usual[i] > 0)
            {
                counts[((ushort)(i / Subtypes), (ushort)(i % Subtypes))] = usual[i];
            }
        }

        Array.Clear(usual);
        unusual.Clear();
        return counts;
    }
}
