using System.Numerics;

namespace Autograd;

/// <summary>
/// What a node does: a name, a rule for the shape of its result, and a kernel. Data, never a closure: two operations with the
/// same attributes are the same operation.
/// </summary>
/// <typeparam name="T">Element type, <see cref="float"/> or <see cref="double"/>.</typeparam>
internal abstract class Operation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Operation(
        string name, OperationKind kind, bool isDifferentiable, bool acceptsStrides = true, bool keepsOrder = false, bool hasInfiniteSlope = false,
        bool givesIndices = false, uint indexOperands = 0)
    {
        Name = name;
        Kind = kind;
        IsDifferentiable = isDifferentiable;
        AcceptsStrides = acceptsStrides;
        KeepsOrder = keepsOrder;
        HasInfiniteSlope = hasInfiniteSlope;
        GivesIndices = givesIndices;
        IndexOperands = indexOperands;
    }

    /// <summary>The name of the public method that records it: <c>MatMul</c>, <c>Sigmoid</c>.</summary>
    public string Name { get; }

    /// <summary>The attributes, as the value that declares the operation; null for leaves.</summary>
    public virtual object? Attributes => null;

    /// <summary>How the elements of the result depend on those of the operands.</summary>
    public OperationKind Kind { get; }

    /// <summary>How it is written in a formula.</summary>
    public virtual Notation Notation => Notation.Function(Name);

    /// <summary>Whether a derivative is defined; where not, cotangents stop here.</summary>
    public bool IsDifferentiable { get; }

    /// <summary>Whether operands may be strided views; where not, they arrive contiguous.</summary>
    internal bool AcceptsStrides { get; }

    /// <summary>Whether a view shows the elements in their own row-major order, so that contiguous ones stay contiguous.</summary>
    internal bool KeepsOrder { get; }

    /// <summary>Whether the result is indices: whole numbers of 32 bits at the beginning of the node's memory.</summary>
    internal bool GivesIndices { get; }

    /// <summary>Which operands are to be indices, as <see cref="GivesIndices"/> gives them: one bit for each.</summary>
    internal uint IndexOperands { get; }

    /// <summary>Its number in the table that had it first; −1 before.</summary>
    internal int Number { get; set; } = -1;

    /// <summary>Whether its slope may be infinite at finite operands.</summary>
    internal bool HasInfiniteSlope { get; }

    /// <summary>Whether its kernel may refuse values: indices that are out of range, or what another author's code does not like.</summary>
    internal virtual bool MayThrow => IndexOperands != 0;

    /// <summary>Whether it does nothing but compute, so that the same operands need it once.</summary>
    internal virtual bool IsPure => false;

    /// <summary>The dimensions that it adds up along, where it does nothing else: the pass that computes its operand may do that, too.</summary>
    internal virtual Dimensions? Summed => null;

    /// <summary>Whether its kernel copies a second operand that is a transposed matrix, at each evaluation, and that takes time beside the rest.</summary>
    internal virtual bool CopiesTransposed(in Shape first, in Shape second) => false;

    /// <summary>The arithmetic of one evaluation, in multiply-adds; a simple element-wise step counts as one, a view as none.</summary>
    internal virtual long CountMultiplyAdds(ReadOnlySpan<Shape> operands, Shape result) => Kind == OperationKind.Elementwise ? result.ElementCount : 0;

    /// <summary>The shape of the result.</summary>
    /// <exception cref="ArgumentException">The operands' shapes do not fit together.</exception>
    internal abstract Shape InferShape(ReadOnlySpan<Shape> operands);

    /// <summary>The formula, of an element-wise operation; null of any other.</summary>
    internal ElementKernel<T>? Formula { get; private protected init; }

    /// <summary>
    /// On which elements of a function's argument those of the result depend, from those of the operands. No element may be missing; of a kernel that
    /// states nothing better, every element of the result depends on all of the operands.
    /// </summary>
    internal virtual IndexSets Depend(in OperandSets operands)
    {
        if (Kind == OperationKind.Elementwise) return operands.Elementwise();
        return Kind == OperationKind.View && TryView(Layout.Contiguous(operands[0].Shape), out Layout seen, out int offset) ? operands[0].See(seen, offset) : operands.Dense();
    }

    /// <summary>Computes the result. Only for operations of the kind <see cref="OperationKind.Kernel"/>.</summary>
    internal virtual void Evaluate(in Operands<T> operands, Span<T> destination) =>
        throw new InvalidOperationException($"{Name}: there is no kernel to run; its kind is {Kind}.");

    /// <summary>The layout under which a view shows its operand's elements, and where its first element lies. Only for views.</summary>
    /// <returns>False where the operand has to be contiguous for that.</returns>
    internal virtual bool TryView(in Layout operand, out Layout result, out int offset)
    {
        result = operand;
        offset = 0;
        return true;
    }
}

/// <summary>How the elements of an operation's result depend on those of its operands.</summary>
internal enum OperationKind
{
    /// <summary>Given from outside: a constant, a variable, a parameter, indices.</summary>
    Leaf,

    /// <summary>Each element depends on the elements at the same (broadcast) position: a diagonal Jacobian.</summary>
    Elementwise,

    /// <summary>The operand's own elements seen in another order or several times: a Jacobian of zeros and ones, no memory.</summary>
    View,

    /// <summary>Computed by a kernel of its own.</summary>
    Kernel,
}

/// <summary>A node's value is given from outside.</summary>
internal sealed class LeafOperation<T> : Operation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static readonly LeafOperation<T> Constant = new("Constant", isDifferentiable: false);
    public static readonly LeafOperation<T> Variable = new("Variable", isDifferentiable: true);
    public static readonly LeafOperation<T> Parameter = new("Parameter", isDifferentiable: true);
    public static readonly LeafOperation<T> Indices = new("Indices", isDifferentiable: false, givesIndices: true);

    /// <summary>All of them, in the order of their numbers.</summary>
    public static readonly LeafOperation<T>[] All = [Constant, Variable, Parameter, Indices];

    static LeafOperation()
    {
        for (int number = 0; number < All.Length; number++) All[number].Number = number;
    }

    private LeafOperation(string name, bool isDifferentiable, bool givesIndices = false)
        : base(name, OperationKind.Leaf, isDifferentiable, givesIndices: givesIndices)
    {
    }

    internal override Shape InferShape(ReadOnlySpan<Shape> operands) => throw new InvalidOperationException("A leaf's shape is given with its value.");
}
