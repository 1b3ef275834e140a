namespace StreamWatch.Bgp.Mrt.Writing;

/// <summary>
/// The values given cannot be written in the form asked for: a field is too narrow for them or the RFC forbids them.
/// Nothing of the record has reached the output. The message names the field, the value and what is allowed.
/// </summary>
public sealed class UnwritableRecordException(string message) : Exception(message);
