using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CommunityToolkit.HighPerformance.Buffers;

namespace Autograd;

/// <summary>Which elements of a line stand for two, the other one being the conjugate of a real line's spectrum: all but the first, and the one in the middle.</summary>
internal enum FourierPairs
{
    None,
    Read,
    Written,
}

/// <summary>
/// Discrete Fourier transforms along one dimension of contiguous tensors [outer, n, inner], X[k] = Σ x[j] e^(∓2πi jk/n), each line by itself. A length with small
/// factors alone is transformed by <see cref="FourierPasses{T}"/>; any other by Bluestein's algorithm, as a convolution with e^(πi k²/n) by transforms whose
/// length is little above twice as large and has factors of 2, 3 and 5 alone. Lines are taken in blocks, which depend on the lengths alone; the tables are made anew for each call, which takes about as
/// long as the transform of one line. A line of −0 alone becomes one: a sum of what was cut off is cut off.
/// </summary>
internal unsafe struct FourierTransform<T> : IParallelBody
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LargestBlock = 64, ElementsOfBlock = 1 << 15, FullVector = 32;

    private T* _real, _imaginary, _toReal, _toImaginary, _cos, _sin, _chirp, _halfCos, _halfSin;
    private int _block, _blocks, _partLength, _inLength, _outLength;

    /// <summary>The lines: <see cref="Outer"/> times <see cref="Inner"/>, of n elements.</summary>
    public int Outer, Length, Inner;

    /// <summary>Whether the exponent is positive.</summary>
    public bool IsInverse;

    /// <summary>What each result is multiplied by.</summary>
    public T Scale;

    /// <summary>Which elements of which side count twice.</summary>
    public FourierPairs Pairs;

    /// <summary>The length of the complex lines that are transformed: n, or half of it for real ones of an even length (<see cref="RealHalves{T}"/>).</summary>
    private int _size;

    /// <summary>The length of the passes: that, or for Bluestein's algorithm one that holds the convolution.</summary>
    private int _passes;

    /// <summary>All lines. Fewer elements than n may be read, the others being 0, or written; without imaginary parts they are 0, or not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<T> real, ReadOnlySpan<T> imaginary, Span<T> toReal, Span<T> toImaginary, ParallelLoop parallel)
    {
        nint lines = (nint)Outer * Inner;
        if (lines == 0 || Length == 0) return;
        _inLength = (int)(real.Length / lines);
        _outLength = (int)(toReal.Length / lines);
        bool isReal = IsInverse ? toImaginary.IsEmpty && _outLength == Length : imaginary.IsEmpty && _inLength == Length;
        _size = isReal && Length % 2 == 0 && (IsInverse ? _inLength : _outLength) == (Length / 2) + 1 ? Length / 2 : Length;
        bool fits = FourierPasses<T>.Fits(_size);
        _passes = fits ? _size : ConvolutionLength(checked((2 * _size) - 1));
        int roots = fits ? Length : _passes, chirp = fits ? 0 : _passes + _size, halves = fits || _size == Length ? 0 : Length;
        _block = (int)Math.Min(Inner == 1 ? Outer : Inner, Math.Clamp(ElementsOfBlock / _passes, _passes > ElementsOfBlock ? 1 : FullVector / sizeof(T), LargestBlock));
        _blocks = Inner == 1 ? (Outer + _block - 1) / _block : Outer * ((Inner + _block - 1) / _block);
        using SpanOwner<T> tables = SpanOwner<T>.Allocate(checked(2 * (roots + chirp + halves)));
        fixed (T* r = real, i = imaginary, toR = toReal, toI = toImaginary, t = tables.Span)
        {
            _real = r;
            _imaginary = i;
            _toReal = toR;
            _toImaginary = toI;
            _cos = t;
            _sin = _cos + roots;
            _chirp = _sin + roots;
            _halfCos = fits ? _cos : _chirp + (2 * chirp);
            _halfSin = fits ? _sin : _halfCos + halves;
            RootsOfUnity.Fill(roots, _cos, _sin);
            if (halves > 0) RootsOfUnity.Fill(halves, _halfCos, _halfSin);
            if (!fits) Prepare();
            long work = lines * _passes * 4L * BitOperations.Log2((uint)_passes);
            int parts = parallel.Degree > 1 && work >= ProductParts<T>.Threshold ? Math.Min(4 * parallel.Degree, _blocks) : 1;
            _partLength = (_blocks + parts - 1) / parts;
            parallel.Run((_blocks + _partLength - 1) / _partLength, work >= ProductParts<T>.LongWork, this);
        }
    }

    /// <summary>The smallest length for fast passes that a convolution of so many results fits in: a power of 2, or of its multiples by 3, 5 and 9.</summary>
    private static int ConvolutionLength(int least)
    {
        long best = long.MaxValue;
        foreach (uint odd in (ReadOnlySpan<uint>)[1, 3, 5, 9]) best = Math.Min(best, odd * (long)BitOperations.RoundUpToPowerOf2(((uint)least + odd - 1) / odd));
        return checked((int)best);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int part)
    {
        int size = checked((_passes + 1) * _block), across = Inner == 1 ? 1 : (Inner + _block - 1) / _block;
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(checked(4 * size));
        fixed (T* scratch = owner.Span)
        {
            for (int b = part * _partLength; b < Math.Min((part + 1) * _partLength, _blocks); b++)
            {
                int outer = Inner == 1 ? b * _block : b / across, inner = Inner == 1 ? 0 : b % across * _block;
                int lines = Math.Min(_block, Inner == 1 ? Outer - outer : Inner - inner);
                Transform(((nint)outer * _inLength * Inner) + inner, ((nint)outer * _outLength * Inner) + inner, lines, scratch, size);
            }
        }
    }

    /// <summary>The lines of one block, which begin so far from the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Transform(nint from, nint to, int lines, T* scratch, int size)
    {
        FourierPasses<T> passes = Passes(scratch, size);
        var halves = new RealHalves<T>(_size, lines);
        bool isHalf = _size < Length;
        T* rows = isHalf && !IsInverse ? passes.OtherReal : passes.Real;
        Read(_real, from, lines, rows);
        ulong cut = CutLines(rows, lines, ulong.MaxValue);
        if (isHalf && !IsInverse)
        {
            halves.Split(rows, passes.Real, passes.Imaginary);
            Clear(passes.Real, _size, lines);
            Clear(passes.Imaginary, _size, lines);
        }
        else
        {
            Read(_imaginary, from, lines, passes.Imaginary);
            if (_imaginary != null) cut = CutLines(passes.Imaginary, lines, cut);
        }

        if (isHalf && IsInverse) halves.Exchange(passes.Real, passes.Imaginary, _halfCos, _halfSin, isBack: true);
        if (IsInverse) passes.Exchange();
        if (_passes == _size) passes.Run(_size, lines);
        else Convolve(ref passes, lines);
        if (IsInverse) passes.Exchange();
        if (isHalf && !IsInverse) halves.Exchange(passes.Real, passes.Imaginary, _halfCos, _halfSin, isBack: false);
        T* results = passes.Real;
        if (isHalf && IsInverse)
        {
            // The other parts lie side by side, whichever of them is first.
            results = passes.OtherReal < passes.OtherImaginary ? passes.OtherReal : passes.OtherImaginary;
            halves.Join(passes.Real, passes.Imaginary, results);
        }

        Write(results, lines, _toReal, to);
        Write(passes.Imaginary, lines, _toImaginary, to);
        for (int q = 0; q < lines && cut != 0; q++)
        {
            if (((cut >> q) & 1) == 0) continue;
            WriteCut(_toReal, to, q);
            WriteCut(_toImaginary, to, q);
        }
    }

    /// <summary>Which lines, one bit for each, have no element but −0; a block has no more than there are bits.</summary>
    private readonly ulong CutLines(T* x, int lines, ulong among)
    {
        ulong cut = 0;
        for (int q = 0; q < lines; q++)
        {
            int k = 0, count = Math.Min(_inLength, Length);
            while (k < count && T.IsNegative(x[((nint)k * lines) + q]) && x[((nint)k * lines) + q] == T.Zero) k++;
            if (k == count) cut |= 1UL << q;
        }

        return cut & among;
    }

    private readonly void WriteCut(T* destination, nint to, int line)
    {
        if (destination == null) return;
        nint step = Inner == 1 ? 1 : Inner;
        T* first = destination + to + (Inner == 1 ? (nint)line * _outLength : line);
        for (nint k = 0; k < _outLength; k++) first[k * step] = T.NegativeZero;
    }

    /// <summary>Element j of each line to row j, then zeros.</summary>
    private readonly void Read(T* source, nint from, int lines, T* to)
    {
        int count = source == null ? 0 : Math.Min(_inLength, Length);
        if (count > 0 && Inner == 1) MatrixCopy.Copy(count, lines, source + from, 1, _inLength, to, lines);
        else if (count > 0) MatrixCopy.Copy(count, lines, source + from, Inner, 1, to, lines);
        if (Pairs == FourierPairs.Read) Double(to, count, lines);
        Clear(to, count, lines);
    }

    /// <summary>Zeros in the rows of the passes from one on.</summary>
    private readonly void Clear(T* rows, int first, int lines)
    {
        if (first < _passes) new Span<T>(rows + ((nint)first * lines), (_passes - first) * lines).Clear();
    }

    private readonly FourierPasses<T> Passes(T* scratch, nint size) => new()
    {
        Real = scratch, Imaginary = scratch + size, OtherReal = scratch + (2 * size), OtherImaginary = scratch + (3 * size),
        Cos = _cos, Sin = _sin, Stride = _passes == _size ? Length / _size : 1,
    };

    /// <summary>Row k to element k of each line.</summary>
    private readonly void Write(T* from, int lines, T* destination, nint to)
    {
        if (destination == null) return;
        if (Pairs == FourierPairs.Written) Double(from, _outLength, lines);
        if (Scale != T.One) Multiply(from, (nint)_outLength * lines);
        if (Inner == 1) MatrixCopy.Copy(lines, _outLength, from, 1, lines, destination + to, _outLength);
        else MatrixCopy.Copy(_outLength, lines, from, lines, 1, destination + to, Inner);
    }

    private readonly void Double(T* x, int count, int lines)
    {
        int end = 2 * count > Length + 1 && Length % 2 == 0 ? count - 1 : count;
        var twice = new Span<T>(x + lines, Math.Max(end - 1, 0) * lines);
        TensorPrimitives.Add(twice, twice, twice);
    }

    private readonly void Multiply(T* x, nint count)
    {
        var scaled = new Span<T>(x, (int)count);
        TensorPrimitives.Multiply(scaled, Scale, scaled);
    }

    /// <summary>The chirp e^(πi k²/n), and the transform of the chirp that lines are convolved with, divided by the length of the passes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Prepare()
    {
        T* cos = _chirp, sin = cos + _size, real = sin + _size, imaginary = real + _passes;
        RootsOfUnity.FillChirp(_size, cos, sin);
        using SpanOwner<T> owner = SpanOwner<T>.Allocate(checked(4 * _passes), AllocationMode.Clear);
        T scale = T.One / T.CreateTruncating(_passes);
        fixed (T* scratch = owner.Span)
        {
            FourierPasses<T> passes = Passes(scratch, _passes);
            for (int k = 0; k < _size; k++)
            {
                int reflected = k == 0 ? 0 : _passes - k;
                passes.Real[k] = passes.Real[reflected] = cos[k] * scale;
                passes.Imaginary[k] = passes.Imaginary[reflected] = sin[k] * scale;
            }

            passes.Run(_passes, 1);
            new ReadOnlySpan<T>(passes.Real, _passes).CopyTo(new Span<T>(real, _passes));
            new ReadOnlySpan<T>(passes.Imaginary, _passes).CopyTo(new Span<T>(imaginary, _passes));
        }
    }

    /// <summary>Bluestein: jk = ½ (j² + k² − (k − j)²), so that a transform is a convolution with a chirp, between two products with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Convolve(ref FourierPasses<T> passes, int lines)
    {
        T* cos = _chirp, sin = cos + _size, real = sin + _size, imaginary = real + _passes;
        Multiply(passes.Real, passes.Imaginary, cos, sin, _size, lines, isConjugate: true);
        passes.Run(_passes, lines);
        Multiply(passes.Real, passes.Imaginary, real, imaginary, _passes, lines, isConjugate: false);
        passes.Exchange();
        passes.Run(_passes, lines);
        passes.Exchange();
        Multiply(passes.Real, passes.Imaginary, cos, sin, _size, lines, isConjugate: true);
    }

    /// <summary>Each row times a number of its own, or its conjugate: by vectors of a row's elements, or of rows that have one.</summary>
    private static void Multiply(T* real, T* imaginary, T* cos, T* sin, int rows, int lines, bool isConjugate)
    {
        T sign = isConjugate ? -T.One : T.One;
        int longest = Math.Max(lines, lines == 1 ? rows : 1);
        if (Vector512.IsHardwareAccelerated && longest >= Vector512<T>.Count) Multiply<Lane512<T>>(real, imaginary, cos, sin, rows, lines, sign);
        else if (Vector256.IsHardwareAccelerated && longest >= Vector256<T>.Count) Multiply<Lane256<T>>(real, imaginary, cos, sin, rows, lines, sign);
        else if (Vector128.IsHardwareAccelerated && longest >= Vector128<T>.Count) Multiply<Lane128<T>>(real, imaginary, cos, sin, rows, lines, sign);
        else Multiply<ScalarLane<T>>(real, imaginary, cos, sin, rows, lines, sign);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<L>(T* real, T* imaginary, T* cos, T* sin, int rows, int lines, T sign)
        where L : struct, ILane<L, T>
    {
        L signs = L.Create(sign);
        if (lines == 1)
        {
            int k = 0;
            for (; k <= rows - L.Width; k += L.Width) Turn(L.Load(ref cos[k]), L.Load(ref sin[k]) * signs, real + k, imaginary + k);
            for (; k < rows; k++) Turn(ScalarLane<T>.Create(cos[k]), ScalarLane<T>.Create(sin[k] * sign), real + k, imaginary + k);
            return;
        }

        for (int k = 0; k < rows; k++, real += lines, imaginary += lines)
        {
            T a = cos[k], b = sin[k] * sign;
            int q = 0;
            for (; q <= lines - L.Width; q += L.Width) Turn(L.Create(a), L.Create(b), real + q, imaginary + q);
            for (; q < lines; q++) Turn(ScalarLane<T>.Create(a), ScalarLane<T>.Create(b), real + q, imaginary + q);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<L>(L cos, L sin, T* real, T* imaginary)
        where L : struct, ILane<L, T>
    {
        L x = L.Load(ref *real), y = L.Load(ref *imaginary);
        L.Store((x * cos) - (y * sin), ref *real);
        L.Store((x * sin) + (y * cos), ref *imaginary);
    }
}
