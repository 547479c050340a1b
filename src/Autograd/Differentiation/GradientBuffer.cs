using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Gradients by parameter in memory of their own: added up over batches, tapes or threads, scaled, clipped, read and written, and then taken
/// by an optimizer instead of what Backward returned. Zeros when made. Nothing but the constructor allocates.
/// </summary>
/// <remarks>
/// All results depend on the order of calls alone, bit for bit; to be the same whatever threads did, add up the threads' buffers in a fixed
/// order. For one thread at a time.
/// </remarks>
/// <example>
/// A large batch in parts, each with its share of the examples, where the loss is a mean; then one limit for all gradients, and one step of each optimizer:
/// <code>
/// var sum = new GradientBuffer&lt;float&gt;(network.Parameters);
/// // at each step:
/// sum.Clear();
/// foreach (var part in parts)
/// {
///     tape.Reset();
///     sum.Add(Loss(tape, part).Backward(), part.Count / (float)count);
/// }
///
/// sum.ClipByNorm(1);                // or sum.ClipByValue(0.1f)
/// weights.Step(sum);
/// biases.Step(sum);
/// </code>
/// </example>
/// <typeparam name="T">Element type.</typeparam>
public sealed class GradientBuffer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameter<T>[] _parameters;
    private readonly Dictionary<Parameter<T>, int> _positions = new(ReferenceEqualityComparer.Instance);
    private readonly Parameter<T>[] _gradients;
    private readonly T[] _memory;
    private readonly int _length;
    private readonly T[] _norms;
    private readonly Variable<T>[] _given;

    /// <summary>Zeros for some parameters.</summary>
    /// <param name="parameters">Whose gradients it holds: at least one, none twice.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is null or given twice.</exception>
    public GradientBuffer(IEnumerable<Parameter<T>> parameters)
        : this(parameters, more: 0)
    {
    }

    /// <summary>Zeros for some parameters, with room for other numbers behind them.</summary>
    internal GradientBuffer(IEnumerable<Parameter<T>> parameters, long more)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters];
        if (_parameters.Length == 0) throw Errors.BufferParameter("no parameter was given; at least one is needed.");
        _gradients = new Parameter<T>[_parameters.Length];
        _norms = new T[_parameters.Length];
        _given = new Variable<T>[_parameters.Length];
        for (int k = 0; k < _parameters.Length; k++)
        {
            if (_parameters[k] is not { } parameter) throw Errors.BufferParameter($"the parameter at position {k} is null.");
            if (!_positions.TryAdd(parameter, k)) throw Errors.BufferParameter($"parameter {parameter.Name} is given twice. Give each parameter once.");
        }

        long length = more + _parameters.Sum(parameter => PinnedMemory.Rounded<T>(parameter.Shape.ElementCount));
        _memory = PinnedMemory.Allocate<T>(length, "GradientBuffer");
        _length = (int)length;
        nint address = PinnedMemory.AlignedAddress(_memory);
        for (int k = 0; k < _parameters.Length; k++)
        {
            _gradients[k] = new Parameter<T>($"∇{_parameters[k].Name}", _parameters[k].Shape, _memory, address);
            address += (nint)PinnedMemory.Rounded<T>(_parameters[k].Shape.ElementCount) * Unsafe.SizeOf<T>();
        }

        Clear();
    }

    /// <summary>Whose gradients it holds.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => _parameters;

    /// <summary>The gradient of a parameter, for reading and writing.</summary>
    /// <param name="parameter">One of <see cref="Parameters"/>.</param>
    /// <returns>Its elements in row-major order.</returns>
    /// <exception cref="ArgumentException">The buffer was not made for this parameter.</exception>
    public Span<T> this[Parameter<T> parameter]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(parameter);
            return _positions.TryGetValue(parameter, out int position) ? Elements(position) : throw Errors.NotInBuffer(parameter.Name);
        }
    }

    /// <summary>All elements, one gradient behind the other with gaps that say nothing, and what there is room for behind them.</summary>
    internal Span<T> Memory
    {
        get
        {
            Span<T> elements = PinnedMemory.Span<T>(PinnedMemory.AlignedAddress(_memory), _length);
            GC.KeepAlive(_memory);
            return elements;
        }
    }

    /// <summary>Sets all gradients to zero.</summary>
    public void Clear() => Memory.Clear();

    /// <summary>Replaces all gradients by those of a reverse walk, which are evaluated. If it throws, nothing has changed.</summary>
    /// <param name="gradients">What Backward returned; a parameter that the output does not depend on has a gradient of zeros.</param>
    /// <exception cref="ArgumentException">A parameter was not put on the tape.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward, or a parameter was updated since it was recorded.</exception>
    public void Set(Gradients<T> gradients)
    {
        try
        {
            Read(gradients);
            for (int k = 0; k < _parameters.Length; k++) TensorPrimitives.Add(_given[k].Span, T.Zero, Elements(k));
        }
        finally
        {
            // A handle would keep its tape alive.
            Array.Clear(_given);
        }
    }

    /// <summary>Adds the gradients of a reverse walk, which are evaluated. If it throws, nothing has changed.</summary>
    /// <param name="gradients">What Backward returned; a parameter that the output does not depend on has a gradient of zeros.</param>
    /// <exception cref="ArgumentException">A parameter was not put on the tape.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward, or a parameter was updated since it was recorded.</exception>
    public void Add(Gradients<T> gradients) => Add(gradients, T.One);

    /// <summary>Adds the gradients of a reverse walk times a weight. If it throws, nothing has changed.</summary>
    /// <param name="gradients">What Backward returned; a parameter that the output does not depend on has a gradient of zeros.</param>
    /// <param name="weight">For example a batch's share of the examples.</param>
    /// <exception cref="ArgumentException">A parameter was not put on the tape.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset since Backward, or a parameter was updated since it was recorded.</exception>
    public void Add(Gradients<T> gradients, T weight)
    {
        try
        {
            Read(gradients);
            for (int k = 0; k < _parameters.Length; k++) AddTo(Elements(k), _given[k].Span, weight);
        }
        finally
        {
            Array.Clear(_given);
        }
    }

    /// <summary>Adds another buffer's gradients.</summary>
    /// <param name="other">A buffer for the same parameters, in any order.</param>
    /// <exception cref="ArgumentException">It was made for other parameters.</exception>
    public void Add(GradientBuffer<T> other) => Add(other, T.One);

    /// <summary>Adds another buffer's gradients times a weight.</summary>
    /// <param name="other">A buffer for the same parameters, in any order.</param>
    /// <param name="weight">For example its share of the examples.</param>
    /// <exception cref="ArgumentException">It was made for other parameters.</exception>
    public void Add(GradientBuffer<T> other, T weight)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._parameters.Length != _parameters.Length) throw Errors.OtherParameters(_parameters.Length, other._parameters.Length);
        foreach (Parameter<T> parameter in _parameters) _ = other[parameter];
        for (int k = 0; k < _parameters.Length; k++) AddTo(Elements(k), other[_parameters[k]], weight);
    }

    /// <summary>Multiplies all gradients by a number.</summary>
    /// <param name="factor">The number.</param>
    public void Scale(T factor)
    {
        for (int k = 0; k < _parameters.Length; k++) TensorPrimitives.Multiply(Elements(k), factor, Elements(k));
    }

    /// <summary>The Euclidean norm of all gradients together: √Σ g², without overflow or underflow of the squares.</summary>
    /// <returns>The norm; NaN if there is one among the gradients, else +∞ if there is an infinite one.</returns>
    public T Norm()
    {
        for (int k = 0; k < _parameters.Length; k++) _norms[k] = Norm(Elements(k));
        return Norm(_norms);
    }

    /// <summary>
    /// Scales all gradients together so that their norm is <paramref name="max"/>, if it is larger than that: the direction stays. Where the
    /// norm is not finite, nothing is changed, since no scale would mend it; the result tells.
    /// </summary>
    /// <param name="max">The largest norm, above 0.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not a number above 0.</exception>
    public T ClipByNorm(T max)
    {
        if (!(max > T.Zero)) throw Errors.Limit("ClipByNorm", max.ToString(null, CultureInfo.InvariantCulture));
        T norm = Norm();
        if (norm > max && T.IsFinite(norm)) Scale(max / norm);
        return norm;
    }

    /// <summary>Limits each element to −max … max; NaN stays NaN.</summary>
    /// <param name="max">The largest magnitude, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not a number above 0.</exception>
    public void ClipByValue(T max)
    {
        if (!(max > T.Zero)) throw Errors.Limit("ClipByValue", max.ToString(null, CultureInfo.InvariantCulture));
        for (int k = 0; k < _parameters.Length; k++) TensorPrimitives.Clamp(Elements(k), -max, max, Elements(k));
    }

    /// <summary>How many parameters it is for, and the norm.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"gradients of {_parameters.Length} parameters, norm {Norm():G6}");

    private static void AddTo(Span<T> sum, ReadOnlySpan<T> x, T weight) => TensorPrimitives.MultiplyAdd(x, weight, sum, sum);

    private static T Norm(Span<T> elements)
    {
        T norm = T.Zero;
        Shape shape = [elements.Length];
        EuclideanNorm.Find(new Strided<T>(in MemoryMarshal.GetReference(elements), in shape, shape.ContiguousStrides), Dimensions.All(1), new Span<T>(ref norm));
        return norm;
    }

    /// <summary>The gradient as a parameter, which a tape reads where it lies.</summary>
    internal Parameter<T> GradientOf(Parameter<T> parameter) => _positions.TryGetValue(parameter, out int position) ? _gradients[position] : throw Errors.NotInBuffer(parameter.Name);

    /// <summary>Evaluates all gradients, before anything is changed. If one is refused, the zeros recorded for others go again.</summary>
    private void Read(Gradients<T> gradients)
    {
        using var attempt = new Attempt<T>(gradients.Tape);
        for (int k = 0; k < _parameters.Length; k++)
        {
            _given[k] = gradients[_parameters[k]];
            _ = _given[k].Span;
        }

        attempt.Keep();
    }

    private Span<T> Elements(int position) => _gradients[position].Update();
}
