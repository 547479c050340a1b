using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Where the largest element along one dimension lies: y[i] = the first k for which x[i, k] is largest, or NaN. Indices have no
/// derivative: cotangents stop here.
/// </summary>
/// <param name="Dimension">The dimension that is searched, from the front.</param>
internal readonly record struct ArgMaxOperation<T>(int Dimension) : IKernelOperation<ArgMaxOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "ArgMax";

    /// <inheritdoc/>
    public static bool IsDifferentiable => false;

    /// <inheritdoc/>
    public static Notation NotationOf(ArgMaxOperation<T> operation) =>
        Notation.Function("argmax", @"\arg\max").WithDimensions(Dimensions.None.Add(operation.Dimension)).ConstantIn(0);

    /// <inheritdoc/>
    public static int OperandCount => 1;

    /// <inheritdoc/>
    public static bool AcceptsStrides => true;

    static bool IKernelOperation<ArgMaxOperation<T>, T>.GivesIndices => true;

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        Shape x = operands[0], y = x.Reduce(Dimensions.None.Add(Dimensions.FromFront(Name, Dimension, x)), keep: false);
        return x[Dimension] > 0 || y.ElementCount == 0 ? y : throw Errors.NothingToFind(Name, Dimension, x);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) =>
        Reduction.ArgMax(operands[0], Dimension, MemoryMarshal.Cast<T, int>(destination)[..destination.Length]);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
    }
}

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Where the largest of all elements lies in row-major order: the first of equal ones, and the first NaN before all.</summary>
        /// <returns>One index, of shape []. It has no derivative.</returns>
        /// <exception cref="ArgumentException">There is no element.</exception>
        /// <example><code>tape.Variable([1.0, 4, 3], [3]).ArgMax()   // 1</code></example>
        public Indices<T> ArgMax()
        {
            using var attempt = new Attempt<T>(x.Tape);
            return new(attempt.Keep(x.Flatten().ArgMax(0).Node));
        }

        /// <summary>Where the largest elements along one dimension lie: the first of equal ones, and the first NaN before all.</summary>
        /// <param name="dimension">The dimension that is searched; negative counts from the end.</param>
        /// <returns>Indices with this node's lengths without the dimension, as <c>Pick</c> takes them. They have no derivative.</returns>
        /// <exception cref="ArgumentException">No such dimension, or one of length 0.</exception>
        public Indices<T> ArgMax(int dimension) =>
            new(x.Apply(new ArgMaxOperation<T>(Dimensions.Normalize("ArgMax", dimension, x.Shape))));
    }
}
