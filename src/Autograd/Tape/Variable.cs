using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A node of a tape, as user code holds it: a leaf, the result of an operation, or a cotangent. A small struct without a value
/// of its own; reading the value evaluates the node where that has not happened yet.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public readonly partial struct Variable<T> : IEquatable<Variable<T>>, IFormattable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tape<T>? _tape;
    private readonly uint _generation;

    internal Variable(Tape<T> tape, int index, uint generation)
    {
        _tape = tape;
        Index = index;
        _generation = generation;
    }

    /// <summary>The tape that holds the node.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>, which belongs to no tape.</exception>
    public Tape<T> Tape => _tape ?? throw Errors.NoTape();

    /// <summary>The lengths.</summary>
    public Shape Shape => Tape.NodeOf(this, nameof(Shape)).Shape;

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The name it was given, or null.</summary>
    public string? Name => Tape.NodeOf(this, nameof(Name)).Name;

    /// <summary>The line that recorded it, or null unless the tape has <see cref="TapeOptions.RecordCallSites"/>.</summary>
    public CallSite? CallSite
    {
        get
        {
            Tape.NodeOf(this, nameof(CallSite));
            return Tape.CallSiteOf(Index);
        }
    }

    /// <summary>Whether a variable or parameter reaches it through differentiable operations.</summary>
    public bool IsDifferentiable => Tape.NodeOf(this, nameof(IsDifferentiable)).IsDifferentiable;

    /// <summary>
    /// The elements. Valid until the tape is reset; copy what is to live longer. A scalar has the lengths <c>[1]</c> here.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tape was reset, or a parameter was updated since this was recorded.</exception>
    public ReadOnlyTensorSpan<T> Value => Shape.Rank == 0 ? new(Span, [1]) : new(Span, Shape.ToArray());

    /// <summary>The elements in row-major order. Valid until the tape is reset; copy what is to live longer.</summary>
    /// <exception cref="InvalidOperationException">The tape was reset, or a parameter was updated since this was recorded.</exception>
    public ReadOnlySpan<T> Span => Tape.Read(this);

    /// <summary>The value of a tensor of one element.</summary>
    /// <exception cref="InvalidOperationException">There are more elements, or none; or as for <see cref="Value"/>.</exception>
    public T Scalar
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Shape.ElementCount == 1 ? Tape.ReadFirst(this) : throw Errors.NotScalar(Shape);
    }

    internal int Index { get; }

    internal uint Generation => _generation;

    internal bool IsDefault => _tape is null;

    internal bool IsOf(Tape<T> tape) => ReferenceEquals(_tape, tape);

    /// <summary>A scalar constant on the same tape, for an operation on this node; nothing is recorded if this node cannot be used.</summary>
    internal Variable<T> Beside(string operation, T value)
    {
        Tape.NodeOf(this, operation);
        return Tape.Constant(value);
    }

    /// <summary>A copy of the elements.</summary>
    /// <returns>An array in row-major order.</returns>
    public T[] ToArray() => Tape.ReadAll(this);

    /// <summary>A copy of the elements of a matrix.</summary>
    /// <returns>An array of rows and columns.</returns>
    /// <exception cref="ArgumentException">There are not two dimensions.</exception>
    public T[,] ToArray2D()
    {
        Shape shape = Shape;
        if (shape.Rank != 2) throw Errors.NotMatrix("ToArray2D", "variable", shape);
        int longest = Math.Max(shape[0], shape[1]);
        if (longest > Array.MaxLength) throw Errors.TooMuchMemory("ToArray2D", longest);
        var matrix = new T[shape[0], shape[1]];
        Span.CopyTo(PinnedMemory.Elements(matrix));
        return matrix;
    }

    /// <summary>A copy of the elements under their lengths; a scalar as <c>[1]</c>.</summary>
    /// <returns>A dense tensor of its own.</returns>
    public Tensor<T> ToTensor() => Tensor.Create(ToArray(), Shape.Rank == 0 ? [1] : Shape.ToArray());

    /// <summary>Records an operation on this node.</summary>
    /// <param name="operation">The declaration.</param>
    /// <typeparam name="TOperation">Its type.</typeparam>
    /// <returns>The result.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Variable<T> Apply<TOperation>(TOperation operation)
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation> =>
        Tape.Record(operation, [this]);

    /// <summary>Records an operation on this node and another.</summary>
    /// <param name="operation">The declaration.</param>
    /// <param name="second">The second operand.</param>
    /// <typeparam name="TOperation">Its type.</typeparam>
    /// <returns>The result.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Variable<T> Apply<TOperation>(TOperation operation, Variable<T> second)
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation> =>
        Tape.Record(operation, [this, second]);

    /// <summary>Records an operation on this node and two others.</summary>
    /// <param name="operation">The declaration.</param>
    /// <param name="second">The second operand.</param>
    /// <param name="third">The third operand.</param>
    /// <typeparam name="TOperation">Its type.</typeparam>
    /// <returns>The result.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Variable<T> Apply<TOperation>(TOperation operation, Variable<T> second, Variable<T> third)
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation> =>
        Tape.Record(operation, [this, second, third]);

    /// <summary>Records an operation on this node and indices.</summary>
    /// <param name="operation">The declaration.</param>
    /// <param name="indices">The second operand.</param>
    /// <typeparam name="TOperation">Its type.</typeparam>
    /// <returns>The result.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Variable<T> Apply<TOperation>(TOperation operation, Indices<T> indices)
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation> =>
        Tape.Record(operation, [this, indices.Node]);

    /// <summary>Records an operation on this node and a scalar, which is put on the tape for it: both or nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Variable<T> Apply<TOperation>(TOperation operation, T second)
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation>
    {
        using var attempt = new Attempt<T>(Tape);
        return attempt.Keep(Tape.Record(operation, [this, Beside(TOperation.Name, second)]));
    }

    /// <summary>Records an operation on a scalar, which is put on the tape for it, and this node: both or nothing.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal Variable<T> ApplyAfter<TOperation>(T first, TOperation operation)
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation>
    {
        using var attempt = new Attempt<T>(Tape);
        return attempt.Keep(Tape.Record(operation, [Beside(TOperation.Name, first), this]));
    }

    /// <inheritdoc/>
    public bool Equals(Variable<T> other) => ReferenceEquals(_tape, other._tape) && Index == other.Index && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Variable<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_tape, Index, _generation);

    /// <summary>The value of a tensor of one element, as <see cref="Scalar"/>.</summary>
    /// <exception cref="InvalidOperationException">There are more elements, or none; or as for <see cref="Value"/>.</exception>
    public static explicit operator T(Variable<T> x) => x.Scalar;

    /// <summary>Whether two handles stand for the same node; it compares no elements. Element by element: <c>left.EqualTo(right)</c>.</summary>
    public static bool operator ==(Variable<T> left, Variable<T> right) => left.Equals(right);

    /// <summary>Whether two handles stand for different nodes; it compares no elements. Element by element: <c>left.NotEqualTo(right)</c>.</summary>
    public static bool operator !=(Variable<T> left, Variable<T> right) => !left.Equals(right);

    /// <summary>The elements as text: <see cref="ToString(string?, IFormatProvider?)"/> with six significant digits.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ToString(null, null);

    /// <summary>
    /// The elements as text, evaluated where that has not happened yet: what <see cref="Value"/> gives. Where that can no longer be read
    /// (the tape was reset; or a parameter was updated, and this is the parameter itself, a view of it, or was not evaluated before), what
    /// the node is: <c>loss = Sum []</c>.
    /// </summary>
    /// <param name="format">How each element is written, as for its type: <c>0.00</c>, <c>E3</c>; six significant digits where null or empty.</param>
    /// <param name="formatProvider">
    /// The culture; where null the invariant one, so that texts are the same everywhere. Where its decimal separator is a comma, elements
    /// are separated by semicolons.
    /// </param>
    /// <returns>
    /// Nested brackets: on one line where there are few elements, else a row of a matrix on each line, aligned; the middle of long dimensions
    /// is left out. −0 is written as 0.
    /// </returns>
    public string ToString([StringSyntax(StringSyntaxAttribute.NumericFormat)] string? format, IFormatProvider? formatProvider)
    {
        if (_tape is null) return "no variable";
        if (!_tape.TryRead(this, out ReadOnlySpan<T> elements)) return _tape.Describe(this);
        return TensorText.Of(elements, Shape, string.IsNullOrEmpty(format) ? "G6" : format, formatProvider ?? CultureInfo.InvariantCulture);
    }
}
