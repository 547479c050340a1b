using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>Lanczos' method: an orthogonal basis of v, A v, A² v, …, in which a symmetric matrix is tridiagonal.</summary>
internal static class Lanczos
{
    /// <summary>The tridiagonal matrix after so many steps, or fewer where the basis is complete.</summary>
    /// <remarks>Each vector is made orthogonal to all before it, twice: in floating-point numbers they would not be by themselves.</remarks>
    public static (T[] Diagonal, T[] Beside) Tridiagonal<T>(Func<T[], T[]> product, T[] start, int steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<T[]> basis = [];
        List<T> diagonal = [], beside = [];
        T[] next = [.. start];
        TensorPrimitives.Divide(next, Length(next), next);
        T size = T.Zero;
        while (true)
        {
            basis.Add(next);
            T[] image = product([.. next]);
            if (image.Length != start.Length) throw ModelErrors.ProductLength(image.Length, start.Length);
            next = [.. image];
            T along = Dense.Dot<T>(next, basis[^1]);
            if (!T.IsFinite(along)) throw ModelErrors.ProductNotFinite();
            diagonal.Add(along);
            size = T.Max(size, Length(next));
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (T[] vector in basis) TensorPrimitives.MultiplyAdd(vector, -Dense.Dot<T>(next, vector), next, next);
            }

            T length = Length(next);
            if (diagonal.Count == steps || length <= T.CreateChecked(16 * start.Length) * (T.BitIncrement(T.One) - T.One) * size) return ([.. diagonal], [.. beside]);
            beside.Add(length);
            TensorPrimitives.Divide(next, length, next);
        }
    }

    private static T Length<T>(T[] vector)
        where T : unmanaged, IFloatingPointIeee754<T> => T.Sqrt(Dense.Dot<T>(vector, vector));
}
