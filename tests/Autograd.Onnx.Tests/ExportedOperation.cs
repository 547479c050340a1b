using System.Numerics;
using Autograd.Tests.Operations;

namespace Autograd.OnnxTests;

/// <summary>The rows that the core's table has for an operation, recorded on one tape, and for each the operators that it is written with.</summary>
internal sealed class ExportedOperation<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly string _operation;
    private readonly Tape<T> _tape = new(new TapeOptions { Evaluation = EvaluationMode.Deferred });

    public ExportedOperation(string operation)
    {
        _operation = operation;
        foreach (OperationCase<T> row in OperationCases<T>.All)
        {
            if (row.Operation != operation) continue;
            Variable<T>[] inputs = [.. row.Inputs().Select((input, k) => _tape.Variable(Recorded<T>.Convert(input.Values), input.Shape, $"x{Rows.Count}_{k}"))];
            Variable<T> result = row.Build(inputs);
            try
            {
                Rows.Add(new(row, inputs, result, [.. OnnxModel<T>.Of(_tape, ValuesOf(inputs), [result]).Nodes.Select(node => node.Type)], null));
            }
            catch (NotSupportedException e)
            {
                Rows.Add(new(row, inputs, result, [], e.Message));
            }
        }
    }

    public List<ExportedRow<T>> Rows { get; } = [];

    /// <summary>The rows that have a form.</summary>
    public ExportedRow<T>[] Written => [.. Rows.Where(row => row.Refusal is null)];

    /// <summary>Whether the operation itself is refused in some rows only.</summary>
    public bool IsPartial => Rows.Exists(row => row.Refusal?.StartsWith($"Save: {_operation}(", StringComparison.Ordinal) == true);

    /// <summary>The operators that the operation is written with by itself, from its operands to its result, in all rows together.</summary>
    public string[] OwnOperators()
    {
        var types = new List<string>();
        for (int node = 0; node < _tape.NodeCount; node++)
        {
            if (_tape.Program[node].Operation.Name != _operation) continue;
            int[] operands = [.. _tape.Program.OperandsOf(_tape.Program[node]).ToArray().Distinct()];
            try
            {
                types.AddRange(OnnxModel<T>.Of(_tape, ValuesOf(Array.ConvertAll(operands, _tape.At)), [_tape.At(node)]).Nodes.Select(part => part.Type));
            }
            catch (NotSupportedException)
            {
                // It is partial.
            }
        }

        string[] distinct = [.. types.Distinct()];
        return distinct.Length == 1 ? distinct : [.. distinct.Where(type => type != "Identity")];
    }

    /// <summary>What ONNX Runtime makes of one file with all rows that have a form.</summary>
    public T[][] Run() => OnnxRuntime.Run(_tape, [.. Written.SelectMany(row => ValuesOf(row.Inputs))], [.. Written.Select(row => (OnnxValue<T>)row.Result)]);

    /// <summary>For the sum of products that an operation is, what its terms' sizes add up to: the library's own result for operands without signs.</summary>
    public T[] Sizes(ExportedRow<T> row) =>
        row.Row.Build([.. row.Inputs.Select(input => _tape.Constant(Array.ConvertAll(input.ToArray(), T.Abs), input.Shape))]).ToArray();

    public void Dispose() => _tape.Dispose();

    private static OnnxValue<T>[] ValuesOf(Variable<T>[] nodes) => Array.ConvertAll(nodes, node => (OnnxValue<T>)node);
}

/// <summary>A recorded row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Inputs">Its operands.</param>
/// <param name="Result">Its result.</param>
/// <param name="Operators">The operators of its file.</param>
/// <param name="Refusal">Why it has no form; null where it has.</param>
internal sealed record ExportedRow<T>(OperationCase<T> Row, Variable<T>[] Inputs, Variable<T> Result, string[] Operators, string? Refusal)
    where T : unmanaged, IFloatingPointIeee754<T>;
