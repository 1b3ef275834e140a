using System.Runtime.InteropServices;

namespace StreamWatch.Collectors.Feeds;

/// <summary>bzip2 by libbz2, stream after stream until the input ends. Bytes behind the last stream that start no other are ignored.</summary>
internal sealed unsafe class NativeBzip2Stream(Libbz2 library, Stream source) : ReadOnlyForwardStream
{
    private readonly byte[] input = GC.AllocateUninitializedArray<byte>(128 << 10, pinned: true);
    private Libbz2.State* state;
    private int inputStart;
    private int inputEnd;
    private bool sourceEnded;
    private bool finished;
    private string? fault;
    private long streams;

    public override int Read(Span<byte> buffer)
    {
        if (fault is not null)
        {
            throw new InvalidDataException(fault);
        }

        while (!buffer.IsEmpty && !finished)
        {
            if (state is null && !Begin())
            {
                break;
            }

            if (inputStart == inputEnd)
            {
                Fill();
            }

            var written = Step(buffer);
            if (fault is not null && written == 0)
            {
                throw new InvalidDataException(fault);
            }

            if (written > 0)
            {
                return written;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        End();
        if (disposing)
        {
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Step(Span<byte> buffer)
    {
        fixed (byte* from = input)
        fixed (byte* to = buffer)
        {
            state->NextIn = from + inputStart;
            state->AvailIn = (uint)(inputEnd - inputStart);
            state->NextOut = to;
            state->AvailOut = (uint)buffer.Length;
            var result = library.Decompress(state);
            inputStart = inputEnd - (int)state->AvailIn;
            var written = buffer.Length - (int)state->AvailOut;
            if (result == Libbz2.StreamEnd)
            {
                End();
            }
            else if (result != Libbz2.Ok)
            {
                fault = $"the bzip2 data is damaged (libbz2 error {result})";
            }
            else if (written == 0 && inputStart == inputEnd && sourceEnded)
            {
                fault = "the bzip2 data ends early";
            }

            return written;
        }
    }

    /// <summary>Starts the next stream; false where there is none.</summary>
    private bool Begin()
    {
        while (inputEnd - inputStart < 4 && !sourceEnded)
        {
            Fill();
        }

        var next = input.AsSpan(inputStart, inputEnd - inputStart);
        if (next.IsEmpty || (streams > 0 && !next.StartsWith("BZh"u8)))
        {
            finished = true;
            return false;
        }

        state = (Libbz2.State*)NativeMemory.AllocZeroed((nuint)sizeof(Libbz2.State));
        if (library.Init(state) != Libbz2.Ok)
        {
            NativeMemory.Free(state);
            state = null;
            throw new InvalidOperationException("libbz2 could not be started: out of memory");
        }

        streams++;
        return true;
    }

    private void End()
    {
        if (state is not null)
        {
            _ = library.End(state);
            NativeMemory.Free(state);
            state = null;
        }
    }

    private void Fill()
    {
        input.AsSpan(inputStart, inputEnd - inputStart).CopyTo(input);
        inputEnd -= inputStart;
        inputStart = 0;
        var read = source.Read(input.AsSpan(inputEnd));
        inputEnd += read;
        sourceEnded |= read == 0;
    }
}
