namespace StreamWatch.App.Output;

/// <summary>The reader of standard output has gone. Commands end quietly then.</summary>
internal sealed class BrokenPipeException(string message) : IOException(message);
