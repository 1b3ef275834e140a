namespace StreamWatch.App.Watching;

/// <summary>Settings that cannot be used: the message lists every fault with its place, the value and what is allowed. Not retryable; exit code 2.</summary>
internal sealed class ConfigurationException : Exception
{
    public ConfigurationException()
    {
    }

    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public ConfigurationException(IReadOnlyCollection<string> faults)
        : base(faults.Count == 1
            ? $"the configuration is wrong: {faults.First()}"
            : $"the configuration has {faults.Count} faults:\n{string.Join('\n', faults.Select(fault => $"  - {fault}"))}")
    {
    }
}
