using System.Numerics;

namespace Autograd;

/// <summary>Elements whose indices in two dimensions are the same, as a view: y[…, i, …] = x[…, i, …, i, …]. The VJP spreads the cotangent onto that diagonal.</summary>
/// <param name="First">The dimension that stays.</param>
/// <param name="Second">A later one, of the same length, which vanishes.</param>
internal readonly record struct SharedIndexOperation<T>(int First, int Second) : IViewOperation<SharedIndexOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SharedIndex";

    public static Notation NotationOf(SharedIndexOperation<T> operation) =>
        Notation.Function("shared").WithDimensions(Dimensions.None.Add(operation.First).Add(operation.Second)).Moving()
            .Explained("shared(X)", "the elements of X whose indices in both dimensions are the same");

    public static bool TryLift(SharedIndexOperation<T> operation, int count, out SharedIndexOperation<T> lifted)
    {
        lifted = new(operation.First + 1, operation.Second + 1);
        return true;
    }

    public Shape InferShape(Shape x) => x.Reduce(Dimensions.None.Add(Dimensions.FromFront(Name, Second, x)), keep: false);

    public bool TryView(in Layout x, out Layout y, out int offset)
    {
        y = SharedIndex.Diagonal(x, First, Second);
        offset = 0;
        return true;
    }

    public Variable<T> Vjp(Variable<T> x, Variable<T> cotangent) => cotangent.Apply(new SpreadIndexOperation<T>(First, Second));
}

/// <summary>
/// Elements set onto a diagonal, in a cotangent to which nothing else comes: y[…, i, …, i, …] = x[…, i, …]. The adjoint of SharedIndex; its VJP is
/// SharedIndex.
/// </summary>
/// <param name="First">The dimension that is doubled.</param>
/// <param name="Second">Where the other one goes, behind it.</param>
internal readonly record struct SpreadIndexOperation<T>(int First, int Second) : IKernelOperation<SpreadIndexOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "SpreadIndex";

    public static Notation NotationOf(SpreadIndexOperation<T> operation) =>
        Notation.Function("spread").WithDimensions(Dimensions.None.Add(operation.First).Add(operation.Second)).Moving()
            .Explained("spread(X)", "zeros with the elements of X where the indices in both dimensions are the same");

    public static int OperandCount => 1;

    public static bool AcceptsStrides => true;

    public static bool TryLift(SpreadIndexOperation<T> operation, int count, out SpreadIndexOperation<T> lifted)
    {
        lifted = new(operation.First + 1, operation.Second + 1);
        return true;
    }

    static IndexSets IKernelOperation<SpreadIndexOperation<T>, T>.Depend(SpreadIndexOperation<T> operation, in OperandSets operands) =>
        operands[0].PutInto(operands.Shape, SharedIndex.Diagonal(Layout.Contiguous(operands.Shape), operation.First, operation.Second), 0);

    public Shape InferShape(ReadOnlySpan<Shape> operands) => operands[0].Insert(Second, operands[0][Dimensions.FromFront(Name, First, operands[0])]);

    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        Strided<T> x = operands[0];
        Shape shape = x.Shape.Insert(Second, x.Shape[First]);
        destination.Fill(T.NegativeZero);
        if (destination.IsEmpty) return;
        Layout diagonal = SharedIndex.Diagonal(new Layout(shape, shape.ContiguousStrides), First, Second);
        Copying.CopyInto(x, destination, diagonal, 0);
    }

    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.Cotangent.Apply(new SharedIndexOperation<T>(First, Second)));
}

/// <summary>The layout of a diagonal.</summary>
internal static class SharedIndex
{
    /// <summary>Two dimensions of the same length as one, at the place of the first: each step is a step in both.</summary>
    public static Layout Diagonal(Layout x, int first, int second)
    {
        Shape shape = x.Shape.Reduce(Dimensions.None.Add(second), keep: false);
        var strides = default(Strides);
        for (int d = 0, k = 0; d < x.Shape.Rank; d++)
        {
            if (d == second) continue;
            strides = strides.With(k++, d == first ? x.Strides[d] + x.Strides[second] : x.Strides[d]);
        }

        return new Layout(shape, strides);
    }
}
