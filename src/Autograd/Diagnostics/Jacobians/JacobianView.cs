using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;

namespace Autograd;

/// <summary>How derivatives are laid out.</summary>
public enum JacobianLayout
{
    /// <summary>
    /// Output dimensions first: the gradient of a scalar is a row, and a cotangent row is multiplied by the Jacobian from the right:
    /// ∇x = ∇y J. The factors of the chain rule stand in the order of the chain.
    /// </summary>
    Numerator,

    /// <summary>
    /// Input dimensions first: a gradient is shaped as its variable, and the transposed Jacobian stands on the left: ∇x = Jᵀ ∇y. Hence
    /// the transposes of the backward equations.
    /// </summary>
    Denominator,
}

/// <summary>Shows the Jacobian between two nodes in full.</summary>
public static class JacobianView
{
    /// <summary>
    /// The Jacobian ∂output/∂input in full, all else held fixed: entry [i…, j…] is ∂outputᵢ/∂inputⱼ. Computed by one reverse walk per
    /// element of the output, or two per element of the input where those are fewer, on a tape of its own; the given tape stays as it is.
    /// </summary>
    /// <param name="output">A node.</param>
    /// <param name="input">A node that it may depend on: a leaf of any kind, or an intermediate result.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>The Jacobian, which outlives the tape's recording.</returns>
    /// <exception cref="ArgumentException">The nodes belong to different tapes, or have together more than eight dimensions.</exception>
    /// <exception cref="InvalidOperationException">The tape was reset, or a parameter was updated since it was recorded.</exception>
    public static JacobianView<T> Of<T>(Variable<T> output, Variable<T> input)
        where T : unmanaged, IFloatingPointIeee754<T> => new(output, input);
}

/// <summary>The Jacobian between two nodes in full, with its structure.</summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed class JacobianView<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int QuietProbes = 12, MostProbes = 96, KeptProbes = 3;

    private readonly PathReplay<T> _path;
    private readonly T[] _entries;
    private readonly bool[] _nonzero;

    internal JacobianView(Variable<T> output, Variable<T> input)
    {
        output.Tape.NodeOf(input, nameof(JacobianView));
        (OutputName, InputName) = (NodeText.Reference(output.Tape, output.Index), NodeText.Reference(input.Tape, input.Index));
        (OutputShape, InputShape) = (output.Shape, input.Shape);
        Shape = Shape.Concatenate(OutputShape, OutputShape.Rank, InputShape, 0);
        _path = new PathReplay<T>(output, input);
        _entries = _path.Jacobian(_path.Recorded);
        _nonzero = Array.ConvertAll(_entries, entry => entry != T.Zero && !T.IsNaN(entry));
        var samples = new List<T[]>();
        var values = new List<T[]?[]>();
        if (!Array.Exists(_entries, T.IsNaN))
        {
            samples.Add(_entries);
            values.Add(_path.Recorded);
        }

        Probe(samples, values);
        Structure = new JacobianRecognition<T>(part => NameOf(part, values)).Recognise(new SampledMatrix<T>(Rows, Columns, samples, _nonzero));
    }

    /// <summary>The name of the output, or its number.</summary>
    public string OutputName { get; }

    /// <summary>The name of the input, or its number.</summary>
    public string InputName { get; }

    /// <summary>The lengths of the output.</summary>
    public Shape OutputShape { get; }

    /// <summary>The lengths of the input.</summary>
    public Shape InputShape { get; }

    /// <summary>The lengths of the Jacobian in numerator layout: those of the output, then those of the input.</summary>
    public Shape Shape { get; }

    /// <summary>The number of output elements.</summary>
    public int Rows => OutputShape.ElementCount;

    /// <summary>The number of input elements.</summary>
    public int Columns => InputShape.ElementCount;

    /// <summary>What the Jacobian looks like as a matrix.</summary>
    public JacobianStructure Structure { get; }

    /// <summary>The number of entries that are zero whatever the values are.</summary>
    public int StructuralZeros => _nonzero.Count(nonzero => !nonzero);

    /// <summary>∂outputᵢ/∂inputⱼ.</summary>
    /// <param name="output">Which element of the output, in row-major order.</param>
    /// <param name="input">Which element of the input, in row-major order.</param>
    public T this[int output, int input] => _entries[Place(output, input)];

    /// <summary>
    /// Whether an entry is zero whatever the values are. Found by running the program with other values: an entry that was zero each
    /// time counts as structurally zero.
    /// </summary>
    /// <param name="output">Which element of the output, in row-major order.</param>
    /// <param name="input">Which element of the input, in row-major order.</param>
    /// <returns>True where the output element does not depend on the input element.</returns>
    public bool IsStructuralZero(int output, int input) => !_nonzero[Place(output, input)];

    /// <summary>The tensor of all entries.</summary>
    /// <param name="layout">Output dimensions first, or input dimensions first.</param>
    /// <returns>A dense tensor; [1] where both are scalars.</returns>
    public Tensor<T> ToTensor(JacobianLayout layout = JacobianLayout.Numerator) => Unflatten(ToMatrix(layout), layout);

    /// <summary>The tensor flattened to a matrix: all output dimensions as one, all input dimensions as the other.</summary>
    /// <param name="layout">Outputs as rows, or inputs as rows.</param>
    /// <returns>A matrix.</returns>
    public Tensor<T> ToMatrix(JacobianLayout layout = JacobianLayout.Numerator)
    {
        if (layout == JacobianLayout.Numerator) return Tensor.Create((T[])_entries.Clone(), [Rows, Columns]);
        var transposed = new T[_entries.Length];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++) transposed[(column * Rows) + row] = this[row, column];
        }

        return Tensor.Create(transposed, [Columns, Rows]);
    }

    /// <summary>A flattened matrix under the full lengths again.</summary>
    /// <param name="matrix">A matrix as <see cref="ToMatrix"/> gives it.</param>
    /// <param name="layout">Its layout.</param>
    /// <returns>The tensor with all dimensions of output and input.</returns>
    /// <exception cref="ArgumentException">The matrix has not as many rows and columns as the Jacobian.</exception>
    public Tensor<T> Unflatten(Tensor<T> matrix, JacobianLayout layout = JacobianLayout.Numerator)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        bool isNumerator = layout == JacobianLayout.Numerator;
        (Shape first, Shape last) = isNumerator ? (OutputShape, InputShape) : (InputShape, OutputShape);
        Shape expected = [first.ElementCount, last.ElementCount], given = matrix.Lengths;
        if (expected != given) throw Errors.ShapesDiffer("Unflatten", "the matrix", given, "the flattened Jacobian", expected);
        var entries = new T[_entries.Length];
        matrix.FlattenTo(entries);
        Shape full = Shape.Concatenate(first, first.Rank, last, 0);
        return Tensor.Create(entries, full.Rank == 0 ? [1] : full.ToArray());
    }

    /// <summary>The product of a cotangent with the Jacobian, in full and as the library computes it.</summary>
    /// <param name="cotangent">∂J/∂output in row-major order.</param>
    /// <returns>Both products, and what they cost.</returns>
    /// <exception cref="ArgumentException">There are not as many values as the output has elements.</exception>
    public JacobianContraction<T> Contract(ReadOnlySpan<T> cotangent)
    {
        if (cotangent.Length != Rows) throw Errors.ValueCount("Contract", cotangent.Length, OutputShape);
        var product = new T[Columns];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++) product[column] += cotangent[row] * this[row, column];
        }

        (T[] vjp, long multiplyAdds) = _path.Vjp(cotangent);
        T difference = T.Zero;
        for (int column = 0; column < Columns; column++) difference = T.Max(difference, T.Abs(product[column] - vjp[column]));
        nint[] lengths = InputShape.Rank == 0 ? [1] : InputShape.ToArray();
        return new(Tensor.Create(product, lengths), Tensor.Create(vjp, lengths), difference, (long)Rows * Columns, multiplyAdds);
    }

    /// <summary>The Jacobian as the textbooks print it: a matrix, or for each output element the matrix of its derivatives.</summary>
    /// <param name="layout">Gradients as rows, or shaped as their variables.</param>
    /// <returns>Heading, structure, matrices and, where there are several, the flattened matrix; structural zeros are a bare 0.</returns>
    public string ToText(JacobianLayout layout = JacobianLayout.Numerator) => JacobianText.Write(this, layout);

    /// <summary>The Jacobian in numerator layout, as text.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => ToText();

    /// <summary>
    /// Runs the program with random values, positive ones and of both signs, until no entry that was zero so far shows itself
    /// for many runs. Runs that leave the domain of an operation do not count.
    /// </summary>
    private void Probe(List<T[]> samples, List<T[]?[]> values)
    {
        var random = new Random(20240607);
        int quiet = 0, kept = 0;
        for (int probe = 0; probe < MostProbes && quiet < QuietProbes; probe++)
        {
            T[]?[] drawn = _path.Random(random, probe % 2 == 0 ? 0.25 : -1.5, probe % 2 == 0 ? 1.25 : 1.5);
            if (!TryJacobian(drawn, out T[]? entries) && !TryJacobian(drawn = _path.Near(random), out entries)) continue;
            if (Array.Exists(entries, entry => !T.IsFinite(entry))) continue;
            quiet++;
            for (int k = 0; k < entries.Length; k++)
            {
                if (entries[k] == T.Zero || _nonzero[k]) continue;
                _nonzero[k] = true;
                quiet = 0;
            }

            if (++kept > KeptProbes) continue;
            samples.Add(entries);
            values.Add(drawn);
        }
    }

    /// <summary>The Jacobian for some values, unless a matrix among them is none that its operation takes.</summary>
    private bool TryJacobian(T[]?[] values, [NotNullWhen(true)] out T[]? entries)
    {
        try
        {
            entries = _path.Jacobian(values);
            return true;
        }
        catch (InvalidOperationException e) when (e is SingularMatrixException or NotPositiveDefiniteException)
        {
            entries = null;
            return false;
        }
    }

    /// <summary>The first named node that has a matrix as value, or transposed, at every sample.</summary>
    private string? NameOf(SampledMatrix<T> matrix, List<T[]?[]> values)
    {
        Dictionary<string, int> agreeing = [];
        for (int s = 0; s < values.Count; s++)
        {
            foreach ((string name, Shape shape, T[] node) in _path.Named(values[s], matrix.Rows * matrix.Columns))
            {
                foreach (bool transposed in (bool[])[false, true])
                {
                    if (!Fits(shape, transposed) || !Agrees(matrix.Samples[s], node, transposed)) continue;
                    string key = transposed ? name + "ᵀ" : name;
                    agreeing[key] = agreeing.GetValueOrDefault(key) + 1;
                }
            }
        }

        return agreeing.Where(entry => entry.Value == values.Count && values.Count > 1).Select(entry => entry.Key).FirstOrDefault();

        bool Fits(Shape shape, bool transposed)
        {
            (int rows, int columns) = transposed ? (matrix.Columns, matrix.Rows) : (matrix.Rows, matrix.Columns);
            return shape.Rank switch
            {
                0 => !transposed,
                1 => columns == 1,
                _ => shape.Rank == 2 && shape[0] == rows && shape[1] == columns,
            };
        }

        bool Agrees(T[] sample, T[] node, bool transposed)
        {
            for (int i = 0; i < sample.Length; i++)
            {
                int place = transposed ? ((i % matrix.Columns) * matrix.Rows) + (i / matrix.Columns) : i;
                if (!SampledMatrix<T>.Near(sample[i], node[place])) return false;
            }

            return true;
        }
    }

    private int Place(int output, int input) => (uint)output < (uint)Rows && (uint)input < (uint)Columns
        ? (output * Columns) + input
        : throw new ArgumentOutOfRangeException(nameof(output), $"JacobianView: entry [{output}, {input}] lies outside the {Rows} × {Columns} Jacobian.");
}

/// <summary>The product of a cotangent with a Jacobian, computed both ways.</summary>
/// <param name="Full">By multiplying with every entry.</param>
/// <param name="Vjp">By the operations' vector-Jacobian products.</param>
/// <param name="LargestDifference">The largest difference between them.</param>
/// <param name="FullMultiplyAdds">What the first costs, once the Jacobian is there.</param>
/// <param name="VjpMultiplyAdds">What the second costs, once the slopes are there.</param>
/// <typeparam name="T">Element type.</typeparam>
public sealed record JacobianContraction<T>(Tensor<T> Full, Tensor<T> Vjp, T LargestDifference, long FullMultiplyAdds, long VjpMultiplyAdds)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many multiply-adds the vector-Jacobian product saves; negative where a detour costs more than the matrix.</summary>
    public long SavedMultiplyAdds => FullMultiplyAdds - VjpMultiplyAdds;

    /// <summary>The comparison in one line.</summary>
    /// <returns>Both costs, what is saved, and the largest difference.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"cotangent · Jacobian: {FullMultiplyAdds} multiply-adds in full, {VjpMultiplyAdds} by the vector-Jacobian product, {SavedMultiplyAdds} saved; largest difference {LargestDifference}");
}
