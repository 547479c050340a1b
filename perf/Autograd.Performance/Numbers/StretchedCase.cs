using Autograd.Tests.Operations;

namespace Autograd.Performance;

/// <summary>
/// A row of the tests' table of cases on longer operands: all lengths grown alike, or one of them where the row does not take that, as one with a
/// list of indices does not.
/// </summary>
internal sealed class StretchedCase : IDisposable
{
    /// <summary>Of more elements than that for each one of the operands nothing is timed: an outer product of two long vectors.</summary>
    private const int MostForEach = 64;

    private readonly Tape<float> _tape = new();
    private readonly OperationCase<float> _row;
    private readonly Parameter<float>[] _operands;
    private readonly Variable<float>[] _inputs;

    private StretchedCase(OperationCase<float> row, Operand[] operands)
    {
        _row = row;
        _operands = [.. operands.Select((operand, k) => new Parameter<float>($"x{k}", operand.Shape, Recorded<float>.Convert(operand.Values(k))))];
        _inputs = new Variable<float>[operands.Length];
        ElementCount = operands.Max(operand => operand.Shape.ElementCount);
        Lengths = string.Join(" · ", operands.Select(operand => operand.Shape.ToString()));
    }

    /// <summary>The elements of the largest operand.</summary>
    public int ElementCount { get; }

    /// <summary>The lengths of the operands.</summary>
    public string Lengths { get; }

    public bool IsDifferentiable => _row.IsDifferentiable;

    /// <summary>The first of the rows that can be stretched to some number of elements, and how; null if none can.</summary>
    public static StretchedCase? Find(IEnumerable<OperationCase<float>> rows, int count)
    {
        foreach (OperationCase<float> row in rows)
        {
            if (row.Operands.Length == 0 || row.Operands.Any(operand => operand.Shape.ElementCount == 0)) continue;
            foreach (Func<int, int, nint, bool> grows in WaysToGrow(row.Operands))
            {
                if (Stretch(row, grows, count) is not { } operands || !operands.All(IsOfItsKind)) continue;
                var stretched = new StretchedCase(row, operands);
                if (stretched.Works()) return stretched;
                stretched.Dispose();
            }
        }

        return null;
    }

    /// <summary>Records and evaluates it.</summary>
    public void Forward() => _ = Record().Span[0];

    /// <summary>The same, and the cotangents of all operands for a cotangent of ones.</summary>
    public void ForwardAndBackward()
    {
        Gradients<float> gradients = Record().Sum().Backward();
        foreach (Parameter<float> operand in _operands) _ = gradients[operand].Span[0];
    }

    public void Dispose() => _tape.Dispose();

    private Variable<float> Record()
    {
        _tape.Reset();
        for (int k = 0; k < _inputs.Length; k++) _inputs[k] = _tape.Watch(_operands[k]);
        return _row.Build(_inputs);
    }

    /// <summary>Whether it can be recorded on these lengths and stays of their order. Nothing is evaluated before that is known.</summary>
    private bool Works()
    {
        try
        {
            using (var tape = new Tape<float>(new TapeOptions { Evaluation = EvaluationMode.Deferred }))
            {
                _row.Build([.. _operands.Select(tape.Watch)]);
                for (int i = 0; i < tape.NodeCount; i++)
                {
                    if (tape.Program[i].Shape.ElementCount > (long)MostForEach * ElementCount) return false;
                }
            }

            if (IsDifferentiable) ForwardAndBackward();
            else Forward();
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or ArithmeticException or IndexOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>Whether there are matrices of an operand's kind with its lengths: most kinds are square.</summary>
    private static bool IsOfItsKind(Operand operand) => operand.Kind is OperandKind.Any or OperandKind.Orthogonal || operand.Shape[^2] == operand.Shape[^1];

    /// <summary>
    /// Which dimensions grow, told by operand, dimension and length: of vectors and matrices all; of the first operand one, the last one first; all of
    /// one length.
    /// </summary>
    private static IEnumerable<Func<int, int, nint, bool>> WaysToGrow(Operand[] operands)
    {
        if (operands.All(operand => operand.Shape.Rank <= 2)) yield return (_, _, length) => length > 1;
        for (int d = operands[0].Shape.Rank - 1; d >= 0; d--)
        {
            int own = d;
            yield return (operand, dimension, _) => operand == 0 && dimension == own;
        }

        foreach (nint own in operands.SelectMany(operand => operand.Shape.ToArray().Reverse()).Where(length => length > 1).Distinct()) yield return (_, _, length) => length == own;
    }

    /// <summary>The operands with the dimensions that grow made so long that the largest has about as many elements as asked for.</summary>
    private static Operand[]? Stretch(OperationCase<float> row, Func<int, int, nint, bool> grows, int count)
    {
        var operands = row.Operands.Select((operand, k) => (Operand: operand, Grows: operand.Shape.ToArray().Select((length, d) => grows(k, d, length)).ToArray())).ToArray();
        var largest = operands.Where(own => own.Grows.Contains(true)).OrderByDescending(own => own.Operand.Shape.ElementCount).FirstOrDefault();
        if (largest.Grows is null) return null;
        double factor = Math.Pow((double)count / largest.Operand.Shape.ElementCount, 1.0 / largest.Grows.Count(own => own));
        return factor < 1 ? null : Array.ConvertAll(operands, own => own.Operand with { Shape = new Shape([.. own.Operand.Shape.ToArray().Select((length, d) => own.Grows[d] ? (nint)Math.Round(length * factor) : length)]) });
    }
}
