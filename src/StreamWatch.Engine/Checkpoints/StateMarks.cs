using System.Diagnostics.CodeAnalysis;

namespace StreamWatch.Engine.Checkpoints;

/// <summary>What a reference in a snapshot begins with, and the objects that every process has.</summary>
internal static class StateMarks
{
    public const ulong Null = 0;

    /// <summary>An object that was not mentioned before: its type and what it takes to make it follow.</summary>
    public const ulong New = 1;

    /// <summary>One of the surroundings: its name follows.</summary>
    public const ulong External = 2;

    /// <summary>This and on: the object of that number, in the order of first mention.</summary>
    public const ulong FirstKnown = 3;

    private const string Ordinal = "=ordinal";
    private const string OrdinalIgnoreCase = "=ordinal-ignore-case";

    public static bool TryNameOf(object value, [NotNullWhen(true)] out string? name) => (name = value switch
    {
        _ when ReferenceEquals(value, StringComparer.Ordinal) => Ordinal,
        _ when ReferenceEquals(value, StringComparer.OrdinalIgnoreCase) => OrdinalIgnoreCase,
        _ => null,
    }) is not null;

    public static object? Named(string name) => name switch
    {
        Ordinal => StringComparer.Ordinal,
        OrdinalIgnoreCase => StringComparer.OrdinalIgnoreCase,
        _ => null,
    };
}
