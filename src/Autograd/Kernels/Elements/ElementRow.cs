using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A formula over one contiguous stretch, for one lane width.</summary>
internal static class ElementRow<L, T, TFormula>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TFormula : struct, IOperandFormula<T>
{
    /// <summary>From this many vectors on a row is computed in pairs: the code for that is not compiled where all rows are short.</summary>
    private const int LongRow = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(
        in TFormula formula, scoped ref T a, int stepA, scoped ref T b, int stepB, scoped ref T c, int stepC, ref T destination, int length)
    {
        int width = L.Width, done = 0;
        if (length >= LongRow * width)
        {
            done = length & -LanePair<L, T>.Width;
            Long(in formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, done);
        }

        L y = default, z = default, repeatedA, repeatedB, repeatedC;
        if (stepA == 0) a = ref LaneOf<L, T>.Repeat(a, out repeatedA);
        if (TFormula.Operands > 1 && stepB == 0) b = ref LaneOf<L, T>.Repeat(b, out repeatedB);
        if (TFormula.Operands > 2 && stepC == 0) c = ref LaneOf<L, T>.Repeat(c, out repeatedC);

        // The formula stands here once, and so does each load: it is inlining that takes time to compile.
        for (; done < length; done += width)
        {
            int count = length - done;
            ref T source = ref Unsafe.Add(ref a, done * stepA);
            L x = count >= width ? L.Load(in source) : LaneOf<L, T>.Load(ref source, count);
            if (TFormula.Operands > 1)
            {
                source = ref Unsafe.Add(ref b, done * stepB);
                y = count >= width ? L.Load(in source) : LaneOf<L, T>.Load(ref source, count);
            }

            if (TFormula.Operands > 2)
            {
                source = ref Unsafe.Add(ref c, done * stepC);
                z = count >= width ? L.Load(in source) : LaneOf<L, T>.Load(ref source, count);
            }

            L result = formula.Evaluate(x, y, z);
            source = ref Unsafe.Add(ref destination, done);
            if (count >= width) L.Store(result, ref source);
            else LaneOf<L, T>.Store(result, ref source, count);
        }
    }

    /// <summary>A length that is a multiple of a pair's width.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Long(
        in TFormula formula, scoped ref T a, int stepA, scoped ref T b, int stepB, scoped ref T c, int stepC, ref T destination, int length)
    {
        if (StreamedWrite<L, T>.Pays(ref destination, length)) Pairs<StreamedWrite<L, T>>(in formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, length);
        else Pairs<CachedWrite<L, T>>(in formula, ref a, stepA, ref b, stepB, ref c, stepC, ref destination, length);
    }

    /// <summary>Two vectors at a time.</summary>
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
}

/// <summary>What is rarer than a whole vector; compiled once for all formulas.</summary>
internal static class LaneOf<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>One value as often as a lane is wide.</summary>
    /// <returns>The first of them.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static ref T Repeat(T value, [UnscopedRef] out L lane)
    {
        lane = L.Create(value);
        return ref Unsafe.As<L, T>(ref lane);
    }

    /// <summary>Fewer elements than a lane is wide.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static L Load(ref T source, int count) => L.LoadPartial(in source, count);

    /// <summary>Fewer elements than a lane is wide.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(L lane, ref T destination, int count) => L.StorePartial(lane, ref destination, count);
}
