using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// A product of a vector x with a <see cref="SoftmaxJacobian"/>, in passes over one slab of it. It keeps its digits where an element of p
/// dominates, so that 1 − p would lose them.
/// </summary>
/// <remarks>
/// Let m be that element. Since Σ p = 1, a number may be taken off x first: x − Σ x ⊙ p = d − Σ d ⊙ p with d = x − xₘ, and dₘ = 0 leaves nothing
/// large that cancels. The elements of the transpose, x − p ⊙ Σ x, add up to 0, so that element m is minus the sum of all others.
/// The sums are those of <see cref="Reduction"/>; what they add up is put into the result's place first.
/// </remarks>
internal ref struct SoftmaxJacobianSlab<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private ref T _x;
    private ref T _p;
    private ref T _y;
    private Layout _layout;
    private Dimensions _reduced;
    private Span<T> _folds;

    /// <summary>Where a row may not be read or written any more, which is computed as a whole number of lanes.</summary>
    private int _end;

    /// <summary>The rows of adjacent elements, and how far the parameters of neighbours are apart: 0 or 1.</summary>
    private DimensionWalk _rows;
    private int _length;
    private int _step;

    /// <summary>For every sum two parameters of the passes, and one more number.</summary>
    private Span<T> _a;
    private Span<T> _b;
    private Span<T> _c;

    /// <summary>A slab.</summary>
    /// <param name="x">The vector.</param>
    /// <param name="p">The softmax.</param>
    /// <param name="y">The result.</param>
    /// <param name="layout">Where the elements of all three lie; neighbours are adjacent along the last dimension.</param>
    /// <param name="reduced">The dimensions over which p sums to 1.</param>
    /// <param name="folds">Room for half of the elements, where they are rows shorter than a chunk that were turned into columns; else none.</param>
    /// <param name="parameters">Room for three numbers of each sum.</param>
    public SoftmaxJacobianSlab(ref T x, ref T p, ref T y, in Layout layout, Dimensions reduced, Span<T> folds, Span<T> parameters)
    {
        _x = ref x;
        _p = ref p;
        _y = ref y;
        _layout = layout;
        _reduced = reduced;
        _folds = folds;
        _end = layout.Shape.ElementCount;
        _rows = SoftmaxFamily.RowsOf(layout.Shape, layout.Strides, reduced, out _length, out _step);
        int count = SoftmaxFamily.KeptCount(layout.Shape, reduced, 0);
        _a = parameters[..count];
        _b = parameters.Slice(count, count);
        _c = parameters.Slice(2 * count, count);
    }

    /// <summary>Goes to the next slab of the same layout.</summary>
    /// <param name="elements">How far that is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int elements)
    {
        _x = ref Unsafe.Add(ref _x, elements);
        _p = ref Unsafe.Add(ref _p, elements);
        _y = ref Unsafe.Add(ref _y, elements);
    }

    /// <summary>Computes the slab.</summary>
    /// <param name="jacobian">Which product.</param>
    public void Multiply(SoftmaxJacobian jacobian)
    {
        if (jacobian == SoftmaxJacobian.LogarithmTransposed) MultiplyTransposed();
        else MultiplyShifted(jacobian);
    }

    /// <summary>p ⊙ (x − Σ x ⊙ p), or without the factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyShifted(SoftmaxJacobian jacobian)
    {
        _a.Clear();
        if (FindDominating(_a))
        {
            // Without a shift an infinite x stays what it is.
            foreach (ref T shift in _a)
            {
                if (!T.IsFinite(shift)) shift = T.Zero;
            }
        }

        Pass<ShiftedProductPass<T>>();
        Sum(ref _y, _b);
        MarkCutOff();
        if (jacobian == SoftmaxJacobian.Softmax) Pass<SoftmaxPass<T>>();
        else Pass<LogarithmPass<T>>();
    }

    /// <summary>x − p ⊙ Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyTransposed()
    {
        Sum(ref _x, _a);
        Pass<LogarithmTransposedPass<T>>();
        if (!FindDominating(_b)) return;
        Sum(ref _y, _b);
        PutDominating();
    }

    /// <summary>The elements of x in the places of dominating elements of p.</summary>
    /// <param name="found">Takes them, one for each sum; others are left as they are.</param>
    /// <returns>Whether there is one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool FindDominating(Span<T> found)
    {
        bool any = false;
        for (int i = _rows.Count; i > 0; i--, _rows.Next())
        {
            ref T x = ref Unsafe.Add(ref _x, _rows.First), p = ref Unsafe.Add(ref _p, _rows.First), to = ref Unsafe.Add(ref MemoryMarshal.GetReference(found), _rows.Second);
            if (_step != 0)
            {
                any |= Select(ref x, ref p, ref to, _length);
            }
            else if (Find(ref p, _length) is >= 0 and var place)
            {
                to = Unsafe.Add(ref x, place);
                any = true;
            }
        }

        return any;
    }

    /// <summary>The elements in the places of dominating ones become minus the sum of the others, the second parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PutDominating()
    {
        for (int i = _rows.Count; i > 0; i--, _rows.Next())
        {
            ref T p = ref Unsafe.Add(ref _p, _rows.First), y = ref Unsafe.Add(ref _y, _rows.First);
            ref T a = ref Unsafe.Add(ref MemoryMarshal.GetReference(_a), _rows.Second), b = ref Unsafe.Add(ref MemoryMarshal.GetReference(_b), _rows.Second);
            if (_step != 0)
            {
                Columns<DominatingPass<T>>(ref y, ref p, ref y, _length, ref a, ref b);
            }
            else if (Find(ref p, _length) is >= 0 and var place && (a != T.Zero || !T.IsNegative(a)))
            {
                Unsafe.Add(ref y, place) = T.Zero - b;
            }
        }
    }

    /// <summary>The first element that dominates, −1 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(ref T p, int length)
    {
        int i = 0;
        for (; i <= length - L.Width; i += L.Width)
        {
            L mask = SoftmaxPasses.Dominates<L, T>(L.Load(in Unsafe.Add(ref p, i)));
            if (L.Any(mask)) return i + L.First(mask);
        }

        if (i == length) return -1;
        L last = SoftmaxPasses.Dominates<L, T>(L.LoadPartial(in Unsafe.Add(ref p, i), length - i));
        return L.Any(last) ? i + L.First(last) : -1;
    }

    /// <summary>a = x where p dominates, for a row whose elements belong to different sums.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static bool Select(ref T x, ref T p, ref T a, int length)
    {
        L found = L.Zero;
        int i = 0;
        for (; i <= length - L.Width; i += L.Width)
        {
            L mask = SoftmaxPasses.Dominates<L, T>(L.Load(in Unsafe.Add(ref p, i)));
            L.Store(L.Select(mask, L.Load(in Unsafe.Add(ref x, i)), L.Load(in Unsafe.Add(ref a, i))), ref Unsafe.Add(ref a, i));
            found = L.Or(found, mask);
        }

        if (i < length)
        {
            int left = length - i;
            L mask = SoftmaxPasses.Dominates<L, T>(L.LoadPartial(in Unsafe.Add(ref p, i), left));
            L.StorePartial(L.Select(mask, L.LoadPartial(in Unsafe.Add(ref x, i), left), L.LoadPartial(in Unsafe.Add(ref a, i), left)), ref Unsafe.Add(ref a, i), left);
            found = L.Or(found, mask);
        }

        return L.Any(found);
    }

    private readonly void Sum(ref T values, Span<T> sums)
    {
        if (_folds.IsEmpty) Reduction.Sum(new Strided<T>(in values, in _layout), _reduced, sums);
        else Fold(ref values, sums);
    }

    /// <summary>The sums of turned rows, in the order in which a chunk that holds such a row is folded: the bits are those of any sum of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Fold(ref T values, Span<T> sums)
    {
        int columns = sums.Length, count = _layout.Shape[0];
        ReadOnlySpan<T> rows = MemoryMarshal.CreateReadOnlySpan(ref values, count * columns);
        for (int half = ReductionTree.Width<T>() / 2; half > 0; half /= 2)
        {
            if (half >= count) continue;
            int pairs = (count - half) * columns;
            Span<T> folded = half == 1 ? sums : _folds[..(half * columns)];
            Vectors.Combine<T, SumReducer<T>>(rows.Slice(half * columns, pairs), rows[..pairs], folded[..pairs]);
            if (rows[pairs..(half * columns)] is { IsEmpty: false } alone && !Unsafe.AreSame(ref Unsafe.AsRef(in rows[0]), ref folded[0])) alone.CopyTo(folded[pairs..]);
            rows = folded;
            count = half;
        }

        for (int i = 0; i < sums.Length; i++) sums[i] = ReductionTree.Canonical(sums[i]);
    }

    /// <summary>The second parameter becomes −0 where all that was summed up was cut off; another zero becomes +0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void MarkCutOff()
    {
        bool canBe = false;
        for (int i = 0; i < _b.Length; i++) canBe |= _b[i] == T.Zero || T.IsNaN(_b[i]);
        if (!canBe) return;

        // A sum is −0 where all its terms are.
        Sum(ref _x, _c);
        for (int i = 0; i < _b.Length; i++) _b[i] = _c[i] == T.Zero && T.IsNegative(_c[i]) ? T.NegativeZero : _b[i] + T.Zero;
    }

    /// <summary>y = pass(x, p), with the parameters of each element's sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pass<TPass>()
        where TPass : struct, ISoftmaxPass<T>
    {
        ref T a = ref MemoryMarshal.GetReference(_a), b = ref MemoryMarshal.GetReference(_b);
        for (int i = _rows.Count; i > 0; i--, _rows.Next())
        {
            nint at = _rows.First, sum = _rows.Second;
            ref T x = ref Unsafe.Add(ref _x, at), p = ref Unsafe.Add(ref _p, at), y = ref Unsafe.Add(ref _y, at);
            if (_step != 0) Columns<TPass>(ref x, ref p, ref y, _length, ref Unsafe.Add(ref a, sum), ref Unsafe.Add(ref b, sum));
            else Row<TPass>(ref x, ref p, ref y, _length, _end - (int)at, Unsafe.Add(ref a, sum), Unsafe.Add(ref b, sum));
        }
    }

    /// <summary>A row whose elements belong to one sum. What lies behind it in the slab may be read, and written, since it is computed afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TPass>(ref T x, ref T p, ref T y, int length, int available, T a, T b)
        where TPass : struct, ISoftmaxPass<T>
    {
        L parameterA = L.Create(a), parameterB = L.Create(b);
        int i = 0;
        for (; i < length && i <= available - L.Width; i += L.Width)
        {
            L.Store(TPass.Evaluate(L.Load(in Unsafe.Add(ref x, i)), L.Load(in Unsafe.Add(ref p, i)), parameterA, parameterB), ref Unsafe.Add(ref y, i));
        }

        if (i >= length) return;
        L last = TPass.Evaluate(L.LoadPartial(in Unsafe.Add(ref x, i), length - i), L.LoadPartial(in Unsafe.Add(ref p, i), length - i), parameterA, parameterB);
        L.StorePartial(last, ref Unsafe.Add(ref y, i), length - i);
    }

    /// <summary>A row whose elements belong to different sums.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TPass>(ref T x, ref T p, ref T y, int length, ref T a, ref T b)
        where TPass : struct, ISoftmaxPass<T>
    {
        L parameterA = default, parameterB = default;
        int i = 0;
        for (; i <= length - L.Width; i += L.Width)
        {
            if (TPass.Parameters > 0) parameterA = L.Load(in Unsafe.Add(ref a, i));
            if (TPass.Parameters > 1) parameterB = L.Load(in Unsafe.Add(ref b, i));
            L.Store(TPass.Evaluate(L.Load(in Unsafe.Add(ref x, i)), L.Load(in Unsafe.Add(ref p, i)), parameterA, parameterB), ref Unsafe.Add(ref y, i));
        }

        int left = length - i;
        if (left == 0) return;
        if (TPass.Parameters > 0) parameterA = L.LoadPartial(in Unsafe.Add(ref a, i), left);
        if (TPass.Parameters > 1) parameterB = L.LoadPartial(in Unsafe.Add(ref b, i), left);
        L last = TPass.Evaluate(L.LoadPartial(in Unsafe.Add(ref x, i), left), L.LoadPartial(in Unsafe.Add(ref p, i), left), parameterA, parameterB);
        L.StorePartial(last, ref Unsafe.Add(ref y, i), left);
    }
}
