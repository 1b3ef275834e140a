namespace StreamWatch.Collectors.Probing.Text;

/// <summary>Judges what a server has said so far; null while more has to be heard.</summary>
internal delegate ProbeEnd? Judge(ReadOnlySpan<byte> heard);
