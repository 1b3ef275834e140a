namespace StreamWatch.Topology.Hosting;

/// <summary>
/// The changelog of a task: a topic's partition, of which compaction keeps the newest value of each key. What is written comes in the order in which it was
/// written, and after a crash what is there is a beginning of it.
/// </summary>
public interface ITaskLog
{
    /// <summary>Writes a value.</summary>
    void Put(byte[] key, byte[] value);

    /// <summary>Removes a key.</summary>
    void Delete(byte[] key);
}
