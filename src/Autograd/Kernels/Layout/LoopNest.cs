using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The nested loops over one to three operands of equal shape, innermost first: dimensions of length 1 left out, neighbours merged
/// where every operand steps evenly across both. The strides of absent operands are 0.
/// </summary>
internal struct LoopNest
{
    /// <summary>The number of loops, at least 1.</summary>
    public int Rank;

    /// <summary>How often each loop runs.</summary>
    public DimensionValues Lengths;

    /// <summary>The first operand's strides.</summary>
    public DimensionValues A;

    /// <summary>The second operand's strides.</summary>
    public DimensionValues B;

    /// <summary>The third operand's strides.</summary>
    public DimensionValues C;

    /// <summary>Fills an empty nest with the loops over <paramref name="operands"/> operands of a shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collapse(int operands, in Shape shape, in Strides a, in Strides b, in Strides c)
    {
        int inner = -1;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            int length = shape[d];
            if (length == 1) continue;
            int strideA = a[d], strideB = operands > 1 ? b[d] : 0, strideC = operands > 2 ? c[d] : 0;
            if (inner >= 0)
            {
                int run = Lengths[inner];
                if (strideA == A[inner] * run && strideB == B[inner] * run && strideC == C[inner] * run)
                {
                    Lengths[inner] = run * length;
                    continue;
                }
            }

            inner++;
            Lengths[inner] = length;
            A[inner] = strideA;
            B[inner] = strideB;
            C[inner] = strideC;
        }

        if (inner < 0) Lengths[++inner] = 1;
        Rank = inner + 1;
    }
}
