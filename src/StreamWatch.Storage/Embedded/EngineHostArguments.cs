namespace StreamWatch.Storage.Embedded;

/// <summary>What the engine's process is told on its command line: no secrets.</summary>
/// <param name="Library">Path of libchdb.so.</param>
/// <param name="DataDirectory">ClickHouse's own directory.</param>
/// <param name="PrivateDirectory">Directory of the configuration and the locks.</param>
/// <param name="HttpPort">HTTP port on 127.0.0.1.</param>
/// <param name="TcpPort">Port of the native protocol on 127.0.0.1.</param>
/// <param name="ParentProcessId">The program; the engine ends with it.</param>
public sealed record EngineHostArguments(string Library, string DataDirectory, string PrivateDirectory, int HttpPort, int TcpPort, int ParentProcessId);
