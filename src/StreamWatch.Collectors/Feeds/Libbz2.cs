using System.Runtime.InteropServices;

namespace StreamWatch.Collectors.Feeds;

/// <summary>The system's libbz2, looked for under the names that distributions give it.</summary>
internal sealed unsafe class Libbz2
{
    public const int Ok = 0;
    public const int StreamEnd = 4;

    private static readonly string[] Names = ["libbz2.so.1.0", "libbz2.so.1", "libbz2.dylib"];
    private readonly delegate* unmanaged<State*, int, int, int> init;
    private readonly delegate* unmanaged<State*, int> decompress;
    private readonly delegate* unmanaged<State*, int> end;

    private Libbz2(nint library)
    {
        init = (delegate* unmanaged<State*, int, int, int>)NativeLibrary.GetExport(library, "BZ2_bzDecompressInit");
        decompress = (delegate* unmanaged<State*, int>)NativeLibrary.GetExport(library, "BZ2_bzDecompress");
        end = (delegate* unmanaged<State*, int>)NativeLibrary.GetExport(library, "BZ2_bzDecompressEnd");
    }

    /// <summary>The library, or null where the system has none.</summary>
    public static Libbz2? Instance { get; } = Load();

    public int Init(State* state) => init(state, 0, 0);

    public int Decompress(State* state) => decompress(state);

    public int End(State* state) => end(state);

    private static Libbz2? Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                try
                {
                    return new Libbz2(library);
                }
                catch (EntryPointNotFoundException)
                {
                    NativeLibrary.Free(library);
                }
            }
        }

        return null;
    }

    /// <summary><c>bz_stream</c> of bzlib.h. The library keeps its address, so it must not move.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct State
    {
        public byte* NextIn;
        public uint AvailIn;
        public uint TotalInLow;
        public uint TotalInHigh;
        public byte* NextOut;
        public uint AvailOut;
        public uint TotalOutLow;
        public uint TotalOutHigh;
        public void* Inner;
        public void* Alloc;
        public void* Free;
        public void* Opaque;
    }
}
