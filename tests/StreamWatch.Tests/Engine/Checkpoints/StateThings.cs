using System.Net;
using StreamWatch.Domain.Routing;

namespace StreamWatch.Tests.Engine.Checkpoints;

/// <summary>One of everything that can be state.</summary>
sealed class StateThings(int captured) : StateBase(captured * 2)
{
    readonly string _name = "ä\ud800";
    public int Captured => captured;

    public string Name => _name;

    public string? Nothing { get; init; }

    public StateThings? Self { get; set; }

    public ulong[] Words { get; init; } = [];

    public List<int> Numbers { get; init; } = [];

    public List<RouteEvent> Events { get; init; } = [];

    public IReadOnlyList<string> Names { get; init; } = [];

    public Dictionary<string, List<int>> ByName { get; init; } = [];

    public Dictionary<StateKey, string> ByKey { get; init; } = [];

    public Dictionary<object, int> ByObject { get; init; } = new(ReferenceEqualityComparer.Instance);

    public SortedDictionary<string, int> Sorted { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<(int, string), long?> Tupled { get; init; } = [];

    public SortedSet<string> SortedNames { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public HashSet<IPAddress> Addresses { get; init; } = [];

    public Queue<(long, string?)> Waiting { get; init; } = new();

    public Stack<List<int>> Spare { get; init; } = new();

    public LinkedList<double> History { get; init; } = new();

    public (int A, string B, ulong[] C)? Triple { get; init; }

    public int? Known { get; init; }

    public int? Unknown { get; init; }

    public UInt128 Wide { get; init; }

    public Int128 Signed { get; init; }

    public RouteEventKind Kind { get; init; }

    public DateTime At { get; init; }

    public object? Boxed { get; init; }

    public object? BoxedKey { get; init; }

    public IComparer<string>? Order { get; init; }

    public IDisposable? Outside { get; init; }

    public Func<int>? Told { get; set; }

    public ILookup<int, int>? Looked { get; set; }

    public int[][] Jagged { get; init; } = [];
}
