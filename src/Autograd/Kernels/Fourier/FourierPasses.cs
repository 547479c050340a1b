using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// The discrete Fourier transform of several lines at once, X[k] = Σ x[j] e^(−2πi jk/n), where n is a product of small primes: Stockham's passes, which
/// sort by themselves, one for each factor. Element j of all lines lies together, so that vectors hold several of them; and after the first
/// passes several elements of a line. Real and imaginary parts lie apart.
/// </summary>
internal unsafe ref struct FourierPasses<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LargestRadix = 13;

    /// <summary>What is transformed, and room for as much: passes go from one to the other, which then change places.</summary>
    public T* Real, Imaginary, OtherReal, OtherImaginary;

    /// <summary>cos 2πk/n and sin 2πk/n at every so many elements.</summary>
    public T* Cos, Sin;

    /// <summary>How many elements these are.</summary>
    public int Stride;

    private int _radix, _parts, _step;
    private nint _count;

    /// <summary>Whether so long a line has small factors alone.</summary>
    public static bool Fits(int length)
    {
        while (length > 1)
        {
            int radix = Radix(length);
            if (radix == 0) return false;
            length /= radix;
        }

        return true;
    }

    /// <summary>All passes; the result is <see cref="Real"/> and <see cref="Imaginary"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int length, nint lines)
    {
        _count = lines;
        for (int rest = length; rest > 1; rest = _parts)
        {
            _radix = Radix(rest);
            _parts = rest / _radix;
            _step = length / rest * Stride;
            if (Vector512.IsHardwareAccelerated && _count >= Vector512<T>.Count) Pass<Lane512<T>>();
            else if (Vector256.IsHardwareAccelerated && _count >= Vector256<T>.Count) Pass<Lane256<T>>();
            else if (Vector128.IsHardwareAccelerated && _count >= Vector128<T>.Count) Pass<Lane128<T>>();
            else Pass<ScalarLane<T>>();
            _count *= _radix;
            T* real = Real, imaginary = Imaginary;
            Real = OtherReal;
            Imaginary = OtherImaginary;
            OtherReal = real;
            OtherImaginary = imaginary;
        }
    }

    /// <summary>Real parts as imaginary ones, and the other way: before and after the passes it makes them the inverse, not divided by n.</summary>
    public void Exchange()
    {
        T* real = Real;
        Real = Imaginary;
        Imaginary = real;
    }

    private static int Radix(int length)
    {
        if (length % 4 == 0) return 4;
        if (length % 2 == 0) return 2;
        for (int radix = 3; radix <= LargestRadix; radix += 2)
        {
            if (length % radix == 0) return radix;
        }

        return 0;
    }

    /// <summary>Of each part p the elements p, p + parts, … to its neighbours r p, r p + 1, …: y[r p + j] = e^(−2πi jp/(r parts)) Σ x[p + k parts] e^(−2πi jk/r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Pass<L>()
        where L : struct, ILane<L, T>
    {
        for (int p = 0; p < _parts; p++)
        {
            nint done = 0;
            switch (_radix)
            {
                case 2:
                    done = Two<L>(p, done);
                    if (done < _count) Two<ScalarLane<T>>(p, done);
                    break;
                case 4:
                    done = Four<L>(p, done);
                    if (done < _count) Four<ScalarLane<T>>(p, done);
                    break;
                default:
                    done = Odd<L>(p, done);
                    if (done < _count) Odd<ScalarLane<T>>(p, done);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly nint Two<L>(int p, nint i)
        where L : struct, ILane<L, T>
    {
        nint apart = _parts * _count;
        T* real = Real + (p * _count), imaginary = Imaginary + (p * _count), toReal = OtherReal + (2 * p * _count), toImaginary = OtherImaginary + (2 * p * _count);
        L cos = L.Create(Cos[p * _step]), sin = L.Create(Sin[p * _step]);
        for (; i <= _count - L.Width; i += L.Width)
        {
            L a = L.Load(ref real[i]), b = L.Load(ref real[i + apart]), c = L.Load(ref imaginary[i]), d = L.Load(ref imaginary[i + apart]);
            Store(a + b, c + d, toReal + i, toImaginary + i);
            Store(a - b, c - d, cos, sin, toReal + i + _count, toImaginary + i + _count);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly nint Four<L>(int p, nint i)
        where L : struct, ILane<L, T>
    {
        nint apart = _parts * _count;
        T* real = Real + (p * _count), imaginary = Imaginary + (p * _count), toReal = OtherReal + (4 * p * _count), toImaginary = OtherImaginary + (4 * p * _count);
        int turn = p * _step;
        L cos1 = L.Create(Cos[turn]), sin1 = L.Create(Sin[turn]), cos2 = L.Create(Cos[2 * turn]), sin2 = L.Create(Sin[2 * turn]);
        L cos3 = L.Create(Cos[3 * turn]), sin3 = L.Create(Sin[3 * turn]);
        for (; i <= _count - L.Width; i += L.Width)
        {
            L a = L.Load(ref real[i]), b = L.Load(ref real[i + apart]), c = L.Load(ref real[i + (2 * apart)]), d = L.Load(ref real[i + (3 * apart)]);
            L e = L.Load(ref imaginary[i]), f = L.Load(ref imaginary[i + apart]), g = L.Load(ref imaginary[i + (2 * apart)]), h = L.Load(ref imaginary[i + (3 * apart)]);
            L evenReal = a + c, evenImaginary = e + g, oddReal = b + d, oddImaginary = f + h;
            L halfReal = a - c, halfImaginary = e - g, turnedReal = f - h, turnedImaginary = d - b;
            Store(evenReal + oddReal, evenImaginary + oddImaginary, toReal + i, toImaginary + i);
            Store(halfReal + turnedReal, halfImaginary + turnedImaginary, cos1, sin1, toReal + i + _count, toImaginary + i + _count);
            Store(evenReal - oddReal, evenImaginary - oddImaginary, cos2, sin2, toReal + i + (2 * _count), toImaginary + i + (2 * _count));
            Store(halfReal - turnedReal, halfImaginary - turnedImaginary, cos3, sin3, toReal + i + (3 * _count), toImaginary + i + (3 * _count));
        }

        return i;
    }

    /// <summary>Elements k and r − k meet the same cosines and opposite sines, so that their sums and differences serve results j and r − j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly nint Odd<L>(int p, nint i)
        where L : struct, ILane<L, T>
    {
        int radix = _radix, root = _parts * _step;
        nint apart = _parts * _count;
        T* real = Real + (p * _count), imaginary = Imaginary + (p * _count), toReal = OtherReal + (radix * p * _count), toImaginary = OtherImaginary + (radix * p * _count);
        for (; i <= _count - L.Width; i += L.Width)
        {
            L firstReal = L.Load(ref real[i]), firstImaginary = L.Load(ref imaginary[i]), sumReal = firstReal, sumImaginary = firstImaginary;
            for (int j = 1; 2 * j < radix; j++)
            {
                L evenReal = firstReal, evenImaginary = firstImaginary, oddReal = L.Zero, oddImaginary = L.Zero;
                for (int k = 1, at = j; 2 * k < radix; k++, at = (at + j) % radix)
                {
                    nint low = i + (k * apart), high = i + ((radix - k) * apart);
                    L a = L.Load(ref real[low]), b = L.Load(ref real[high]), c = L.Load(ref imaginary[low]), d = L.Load(ref imaginary[high]);
                    L cos = L.Create(Cos[at * root]), sin = L.Create(Sin[at * root]);
                    evenReal = L.FusedMultiplyAdd(a + b, cos, evenReal);
                    evenImaginary = L.FusedMultiplyAdd(c + d, cos, evenImaginary);
                    oddReal = L.FusedMultiplyAdd(c - d, sin, oddReal);
                    oddImaginary = L.FusedMultiplyAdd(b - a, sin, oddImaginary);
                    if (j > 1) continue;
                    sumReal += a + b;
                    sumImaginary += c + d;
                }

                int turn = p * _step * j, back = p * _step * (radix - j);
                nint to = i + (j * _count), from = i + ((radix - j) * _count);
                Store(evenReal + oddReal, evenImaginary + oddImaginary, L.Create(Cos[turn]), L.Create(Sin[turn]), toReal + to, toImaginary + to);
                Store(evenReal - oddReal, evenImaginary - oddImaginary, L.Create(Cos[back]), L.Create(Sin[back]), toReal + from, toImaginary + from);
            }

            Store(sumReal, sumImaginary, toReal + i, toImaginary + i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L>(L real, L imaginary, T* toReal, T* toImaginary)
        where L : struct, ILane<L, T>
    {
        L.Store(real, ref *toReal);
        L.Store(imaginary, ref *toImaginary);
    }

    /// <summary>Turned back by an angle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L>(L real, L imaginary, L cos, L sin, T* toReal, T* toImaginary)
        where L : struct, ILane<L, T> =>
        Store(L.FusedMultiplyAdd(real, cos, imaginary * sin), L.FusedMultiplyAdd(imaginary, cos, -(real * sin)), toReal, toImaginary);
}
