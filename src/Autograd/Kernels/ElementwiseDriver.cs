using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>The loops of <see cref="Elementwise"/> for one lane width and one formula.</summary>
internal static class ElementwiseDriver<L, T, TFormula>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFormula : struct, IOperandFormula<T>
{
    /// <summary>Elements that are gathered at a time from an operand that vectors cannot read.</summary>
    private const int Block = 256;

    /// <summary>From this inner length on, rows are computed one by one; shorter ones are gathered into blocks of many.</summary>
    private const int RowLength = 16;

    /// <summary>From this many vectors on a row is computed in pairs: the code for that is not compiled where all rows are short.</summary>
    private const int LongRow = 8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in TFormula formula, scoped in Strided<T> a, scoped in Strided<T> b, scoped in Strided<T> c, Span<T> destination)
    {
        ref T first = ref MemoryMarshal.GetReference(destination);
        int count = destination.Length;
        if (count <= 1)
        {
            if (count == 1) Row(in formula, ref Origin(in a), 0, ref Origin(in b), 0, ref Origin(in c), 0, ref first, 1);
            return;
        }

        Shape shape = a.Shape;
        Strides stridesA = a.Strides;
        Strides stridesB = TFormula.Operands > 1 ? b.Strides : stridesA;
        Strides stridesC = TFormula.Operands > 2 ? c.Strides : stridesA;
        int stepA = Step(in shape, in stridesA);
        int stepB = TFormula.Operands > 1 ? Step(in shape, in stridesB) : 0;
        int stepC = TFormula.Operands > 2 ? Step(in shape, in stridesC) : 0;
        if ((stepA | stepB | stepC) >= 0)
        {
            Row(in formula, ref Origin(in a), stepA, ref Origin(in b), stepB, ref Origin(in c), stepC, ref first, count);
            return;
        }

        LoopNest loops = default;
        loops.Collapse(TFormula.Operands, in shape, in stridesA, in stridesB, in stridesC);
        int strideA = loops.A[0], strideB = loops.B[0], strideC = loops.C[0];
        bool vectors = (uint)strideA <= 1 && (uint)strideB <= 1 && (uint)strideC <= 1;
        if (vectors && loops.Lengths[0] >= RowLength)
        {
            Rows(in formula, ref Origin(in a), ref Origin(in b), ref Origin(in c), ref first, count, in loops);
        }
        else
        {
            Blocks(in formula, ref Origin(in a), ref Origin(in b), ref Origin(in c), ref first, count, in loops);
        }
    }

    /// <summary>One row: operands without strides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunFlat(
        in TFormula formula, ref readonly T a, int stepA, ref readonly T b, int stepB, ref readonly T c, int stepC, Span<T> destination)
    {
        if (destination.IsEmpty) return;
        Row(
            in formula, ref Unsafe.AsRef(in a), stepA, ref Unsafe.AsRef(in b), stepB, ref Unsafe.AsRef(in c), stepC,
            ref MemoryMarshal.GetReference(destination), destination.Length);
    }

    /// <summary>Row by row: every operand's elements follow each other, or are the same, along the innermost dimension.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rows(in TFormula formula, ref T a, ref T b, ref T c, ref T destination, int count, in LoopNest loops)
    {
        int length = loops.Lengths[0];
        int stepA = loops.A[0], stepB = loops.B[0], stepC = loops.C[0];
        var index = new DimensionValues();
        for (int done = 0; ;)
        {
            Row(in formula, ref a, stepA, ref b, stepB, ref c, stepC, ref Unsafe.Add(ref destination, done), length);
            done += length;
            if (done == count) return;

            int d = 1;
            while (++index[d] == loops.Lengths[d])
            {
                index[d] = 0;
                a = ref Unsafe.Subtract(ref a, (nint)loops.A[d] * (loops.Lengths[d] - 1));
                if (TFormula.Operands > 1) b = ref Unsafe.Subtract(ref b, (nint)loops.B[d] * (loops.Lengths[d] - 1));
                if (TFormula.Operands > 2) c = ref Unsafe.Subtract(ref c, (nint)loops.C[d] * (loops.Lengths[d] - 1));
                d++;
            }

            a = ref Unsafe.Add(ref a, loops.A[d]);
            if (TFormula.Operands > 1) b = ref Unsafe.Add(ref b, loops.B[d]);
            if (TFormula.Operands > 2) c = ref Unsafe.Add(ref c, loops.C[d]);
        }
    }

    /// <summary>Block by block in the order of the destination, each operand read in place if it lies so, else gathered first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Blocks(in TFormula formula, ref T a, ref T b, ref T c, ref T destination, int count, in LoopNest loops)
    {
        Span<T> gathered = stackalloc T[TFormula.Operands * Block];
        ref T buffer = ref MemoryMarshal.GetReference(gathered);
        var walkA = new StretchReader<T>(ref a, in loops, in loops.A);
        var walkB = TFormula.Operands > 1 ? new StretchReader<T>(ref b, in loops, in loops.B) : default;
        var walkC = TFormula.Operands > 2 ? new StretchReader<T>(ref c, in loops, in loops.C) : default;
        for (int done = 0; done < count; done += Block)
        {
            int length = Math.Min(Block, count - done);
            ref T stretchA = ref walkA.Next(ref buffer, length), stretchB = ref buffer, stretchC = ref buffer;
            if (TFormula.Operands > 1) stretchB = ref walkB.Next(ref Unsafe.Add(ref buffer, Block), length);
            if (TFormula.Operands > 2) stretchC = ref walkC.Next(ref Unsafe.Add(ref buffer, 2 * Block), length);
            Row(in formula, ref stretchA, walkA.Step, ref stretchB, walkB.Step, ref stretchC, walkC.Step, ref Unsafe.Add(ref destination, done), length);
        }
    }

    /// <summary>One contiguous stretch of the destination; each operand advances with it (step 1) or repeats (step 0).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Row(
        in TFormula formula, scoped ref T a, int stepA, scoped ref T b, int stepB, scoped ref T c, int stepC, ref T destination, int length)
    {
        if (length >= LongRow * L.Width)
        {
            int done = (length - L.Width) / LanePair<L, T>.Width * LanePair<L, T>.Width;
            if (StreamedWrite<L, T>.Pays(ref destination, length)) Pairs<StreamedWrite<L, T>>(in formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, done);
            else Pairs<CachedWrite<L, T>>(in formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, done);
            a = ref Unsafe.Add(ref a, done * stepA);
            if (TFormula.Operands > 1) b = ref Unsafe.Add(ref b, done * stepB);
            if (TFormula.Operands > 2) c = ref Unsafe.Add(ref c, done * stepC);
            destination = ref Unsafe.Add(ref destination, done);
            length -= done;
        }

        TFormula f = formula;
        L x, y = default, z = default;
        int last = length - L.Width;
        L lastX = default, lastY = default, lastZ = default, repeatedA, repeatedB, repeatedC;
        if (last < 0)
        {
            x = PartialRow<L, T>.Load(ref a, stepA, length);
            if (TFormula.Operands > 1) y = PartialRow<L, T>.Load(ref b, stepB, length);
            if (TFormula.Operands > 2) z = PartialRow<L, T>.Load(ref c, stepC, length);
        }
        else
        {
            // The last vector overlaps the one before it unless the width divides the length. It is read first, so that a destination
            // that is an operand's own memory is still unchanged, and stored last.
            if (stepA == 0)
            {
                repeatedA = L.Create(a);
                a = ref Unsafe.As<L, T>(ref repeatedA);
            }

            x = L.Load(in a);
            lastX = L.Load(in Unsafe.Add(ref a, last * stepA));
            if (TFormula.Operands > 1)
            {
                if (stepB == 0)
                {
                    repeatedB = L.Create(b);
                    b = ref Unsafe.As<L, T>(ref repeatedB);
                }

                y = L.Load(in b);
                lastY = L.Load(in Unsafe.Add(ref b, last * stepB));
            }

            if (TFormula.Operands > 2)
            {
                if (stepC == 0)
                {
                    repeatedC = L.Create(c);
                    c = ref Unsafe.As<L, T>(ref repeatedC);
                }

                z = L.Load(in c);
                lastZ = L.Load(in Unsafe.Add(ref c, last * stepC));
            }
        }

        // The formula stands here once: it is what takes time to compile.
        for (nint i = 0; ;)
        {
            L result = f.Evaluate(x, y, z);
            if (last < 0)
            {
                PartialRow<L, T>.Store(result, ref destination, length);
                return;
            }

            L.Store(result, ref Unsafe.Add(ref destination, i));
            if (i == last) return;
            i += L.Width;
            if (i < last)
            {
                x = L.Load(in Unsafe.Add(ref a, i * stepA));
                if (TFormula.Operands > 1) y = L.Load(in Unsafe.Add(ref b, i * stepB));
                if (TFormula.Operands > 2) z = L.Load(in Unsafe.Add(ref c, i * stepC));
            }
            else
            {
                (x, y, z) = (lastX, lastY, lastZ);
                i = last;
            }
        }
    }

    /// <summary><see cref="Row"/> where the length is a multiple of a pair's width, two vectors at a time.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Pairs<TWrite>(
        in TFormula formula, scoped ref T a, int stepA, scoped ref T b, int stepB, scoped ref T c, int stepC, ref T destination, int length)
        where TWrite : struct, IPairWrite<L, T>
    {
        TFormula f = formula;
        LanePair<L, T> x, y = default, z = default, repeatedA, repeatedB, repeatedC;
        if (stepA == 0)
        {
            repeatedA = LanePair<L, T>.Create(a);
            a = ref Unsafe.As<LanePair<L, T>, T>(ref repeatedA);
        }

        if (TFormula.Operands > 1 && stepB == 0)
        {
            repeatedB = LanePair<L, T>.Create(b);
            b = ref Unsafe.As<LanePair<L, T>, T>(ref repeatedB);
        }

        if (TFormula.Operands > 2 && stepC == 0)
        {
            repeatedC = LanePair<L, T>.Create(c);
            c = ref Unsafe.As<LanePair<L, T>, T>(ref repeatedC);
        }

        int width = LanePair<L, T>.Width;
        for (nint i = 0; i < length; i += width)
        {
            x = LanePair<L, T>.Load(in Unsafe.Add(ref a, i * stepA));
            if (TFormula.Operands > 1) y = LanePair<L, T>.Load(in Unsafe.Add(ref b, i * stepB));
            if (TFormula.Operands > 2) z = LanePair<L, T>.Load(in Unsafe.Add(ref c, i * stepC));
            TWrite.Write(f.Evaluate(x, y, z), ref Unsafe.Add(ref destination, i));
        }
    }

    /// <summary>1 where an operand is contiguous, 0 where all its elements are one, −1 for anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(in Shape shape, in Strides strides)
    {
        int expected = 1;
        bool contiguous = true, repeats = true;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            int length = shape[d];
            if (length == 1) continue;
            contiguous &= strides[d] == expected;
            repeats &= strides[d] == 0;
            expected *= length;
        }

        return contiguous ? 1 : repeats ? 0 : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T Origin(scoped in Strided<T> operand) => ref Unsafe.AsRef(in operand.Origin);
}

/// <summary>Rows shorter than a vector; compiled once for all formulas.</summary>
internal static class PartialRow<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The elements, or the first of them everywhere (step 0).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static L Load(ref T source, int step, int count) => step == 0 ? L.Create(source) : L.LoadPartial(in source, count);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(L lane, ref T destination, int count) => L.StorePartial(lane, ref destination, count);
}
