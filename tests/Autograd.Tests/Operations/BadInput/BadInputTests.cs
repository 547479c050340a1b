namespace Autograd.Tests.Operations;

/// <summary>
/// Every public entry point with input it cannot take: the type of the exception, the parameter it names, its text in full, and that
/// the tape is as it was.
/// </summary>
public partial class BadInputTests
{
    private static readonly Case[] Cases =
    [
        .. ConvolutionCases(),
        .. LinearAlgebraCases(),
        .. MovementCases(),
        .. LossCases(),
        .. NormalizationCases(),
        new("Add", t => t.M + t.V2, null, "Add: shapes [2, 3] and [2] cannot be broadcast: dimension -1 has lengths 3 and 2."),
        new("Multiply", t => t.V2.Multiply(t.M), null, "Multiply: shapes [2] and [2, 3] cannot be broadcast: dimension -1 has lengths 2 and 3."),
        new("Pow", t => t.M.Pow(t.V2), null, "Pow: shapes [2, 3] and [2] cannot be broadcast: dimension -1 has lengths 3 and 2."),
        new("Where", t => t.M.Tape.Where(t.M, t.M, t.V2), null, "Where: shapes [2, 3] and [2] cannot be broadcast: dimension -1 has lengths 3 and 2."),
        new("Where scalar", t => t.V2.Tape.Where(t.V2, 1, t.M), null, "Where: shapes [2] and [2, 3] cannot be broadcast: dimension -1 has lengths 2 and 3."),
        new("GreaterThan", t => t.M > t.V2, null, "GreaterThan: shapes [2, 3] and [2] cannot be broadcast: dimension -1 has lengths 3 and 2."),
        new("MatMul inner", t => t.M.MatMul(t.M), null, "MatMul: left is [2, 3], right is [2, 3]; the inner lengths 3 and 2 differ."),
        new("MatMul vector", t => t.M.MatMul(t.V2), null, "MatMul: left is [2, 3], right is [2]; the inner lengths 3 and 2 differ."),
        new("MatMul vector left", t => t.V3.MatMul(t.M), null, "MatMul: left is [3], right is [2, 3]; the inner lengths 3 and 2 differ."),
        new("MatMul scalar", t => t.M.MatMul(t.S), null, "MatMul: left is [2, 3], right is []; a scalar has no matrix product. Use Multiply."),
        new("MatMul batch", t => t.B2.MatMul(t.B3), null, "MatMul: left is [2, 1, 1], right is [3, 1, 1]; the leading lengths do not broadcast to each other."),
        new("MatMul declared", t => t.V2.Apply(new MatMulOperation<double>(), t.M), null, "MatMul: left is [2], right is [2, 3]; the operation itself takes operands of rank 2 or more. Use the method MatMul."),
        new("Outer", t => t.M.Outer(t.V2), null, "Outer: left is [2, 3], right is [2]; both must be vectors, of shape [n]."),
        new("Sum", t => t.M.Sum([2]), "dimension", "Sum: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Sum of a scalar", t => t.S.Sum([0]), "dimension", "Sum: dimension 0 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("Sum twice", t => t.M.Sum([1, -1]), "dimensions", "Sum: dimension -1 of shape [2, 3] is named twice."),
        new("Mean", t => t.M.Mean([-3]), "dimension", "Mean: dimension -3 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Variance", t => t.M.Variance([0, 0]), "dimensions", "Variance: dimension 0 of shape [2, 3] is named twice."),
        new("Max", t => t.M.Max([2]), "dimension", "Max: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Min", t => t.M.Min([2]), "dimension", "Min: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("LogSumExp", t => t.M.LogSumExp([2]), "dimension", "LogSumExp: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Norm", t => t.M.Norm([2]), "dimension", "Norm: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Norm twice", t => t.M.Norm([1, -1]), "dimensions", "Norm: dimension -1 of shape [2, 3] is named twice."),
        new("CumulativeSum", t => t.M.CumulativeSum(2), "dimension", "CumulativeSum: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("CumulativeSum declared", t => t.M.Apply(new CumulativeSumOperation<double>(-1, false)), "dimension", "CumulativeSum: dimension -1 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("CumulativeProduct", t => t.S.CumulativeProduct(0), "dimension", "CumulativeProduct: dimension 0 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("LinearRecurrence", t => t.V2.Apply(new LinearRecurrenceOperation<double>(0, false), t.V3), null, "LinearRecurrence: the addend has shape [2], the factor has shape [3]; they must be the same. Reshape one of them."),
        new("ArgMax", t => Shaped(t.M.ArgMax(-3)), "dimension", "ArgMax: dimension -3 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("ArgMax of nothing", t => Shaped(t.Tape.Constant(ReadOnlySpan<double>.Empty, [2, 0]).ArgMax(1)), "dimension", "ArgMax: dimension 1 of shape [2, 0] has length 0, so no element of it can be found.", Own: 1),
        new("ArgMin", t => Shaped(t.M.ArgMin(2)), "dimension", "ArgMin: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("ArgMax picked too far", t => t.M.Pick(0, t.R4.ArgMax(0)), "indices", "Pick: index 3 at position 0 is outside 0..1 on dimension 0 of shape [2, 3].", typeof(ArgumentOutOfRangeException), 1),
        new("Softmax", t => t.M.Softmax(2), "dimension", "Softmax: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("LogSoftmax", t => t.S.LogSoftmax(-1), "dimension", "LogSoftmax: dimension -1 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("Reshape int array", t => t.M.Reshape(new[] { 4, -1 }), "lengths", "Reshape: [2, 3] has 6 elements, from which the -1 in [4, -1] cannot be worked out."),
        new("Reshape rank 9", t => t.M.Reshape(new int[9]), "lengths", "Shape: rank 9 is higher than 8, the highest that is supported. Merge dimensions with Reshape."),
        new("Reshape shape", t => t.M.Reshape(t.V2.Shape), "lengths", "Reshape: [2, 3] has 6 elements, [2] needs 2."),
        new("Flatten", t => t.B2.Flatten(1, 0), "last", "Flatten: the last dimension 0 of shape [2, 1, 1] comes before the first, 1.", typeof(ArgumentOutOfRangeException)),
        new("Flatten dimension", t => t.S.Flatten(0), "dimension", "Flatten: dimension 0 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("Softmax many", t => t.M.Softmax(0, 1, 0, 1, 0, 1, 0, 1, 0), "dimensions", "Softmax: dimension 0 of shape [2, 3] is named twice."),
        new("Gather numbers", t => t.M.Gather(1, [0, 3]), "indices", "Gather: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Embedding numbers", t => t.V2.Embedding([0]), null, "Embedding: the table has shape [2]; it must be a matrix, of shape [rows, columns]."),
        new("Pick numbers", t => t.M.Pick(-1, [0, 1, 2]), "indices", "Pick: 3 indices were given, but shape [2] needs 2, one for each position."),
        new("Pick numbers range", t => t.M.Pick(-1, [0, 3]), "indices", "Pick: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("ScatterAdd numbers", t => t.M.ScatterAdd(1, [0, 3], t.M), null, "ScatterAdd: the updates has shape [2, 3], the place for them has shape [2, 2]; they must be the same. Reshape one of them."),
        new("CrossEntropy numbers", t => t.M.CrossEntropy([0]), "indices", "CrossEntropy: 1 indices were given, but shape [2] needs 2, one for each position."),
        new("CrossEntropy numbers range", t => t.M.CrossEntropy([0, 3]), "indices", "CrossEntropy: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("CrossEntropy of a scalar", t => t.S.CrossEntropy([0]), "dimension", "CrossEntropy: dimension -1 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("ArgMax of no element", t => Shaped(t.E.ArgMax()), "dimension", "ArgMax: dimension 0 of shape [0] has length 0, so no element of it can be found."),
        new("At from the end", t => t.M.At(0, ^3), "index", "At: index -3 is outside -2..1 on dimension 0 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Reshape", t => t.M.Reshape(4, 2), "lengths", "Reshape: [2, 3] has 6 elements, [4, 2] needs 8."),
        new("Reshape open", t => t.M.Reshape(4, -1), "lengths", "Reshape: [2, 3] has 6 elements, from which the -1 in [4, -1] cannot be worked out."),
        new("Reshape open twice", t => t.M.Reshape(-1, -1), "lengths", "Reshape: [2, 3] has 6 elements, from which the -1 in [-1, -1] cannot be worked out."),
        new("Reshape rank", t => t.M.Reshape(6, 1, 1, 1, 1, 1, 1, 1, -1), "lengths", "Shape: rank 9 is higher than 8, the highest that is supported. Merge dimensions with Reshape."),
        new("Reshape negative", t => t.M.Reshape(-2, -3), "lengths", "Shape: [-2, -3] has a negative length; lengths are 0 or more.", typeof(ArgumentOutOfRangeException)),
        new("Squeeze", t => t.M.Squeeze(0), "dimensions", "Squeeze: dimension 0 of shape [2, 3] has length 2; only dimensions of length 1 can be removed."),
        new("Unsqueeze", t => t.M.Unsqueeze(3), "dimension", "Unsqueeze: place 3 is outside -3..2 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Unsqueeze rank 8", t => t.R8.Unsqueeze(0), "lengths", "Shape: rank 9 is higher than 8, the highest that is supported. Merge dimensions with Reshape."),
        new("Permute", t => t.M.Permute(0), "order", "Permute: 1 dimensions were named, but shape [2, 3] has 2; name each once."),
        new("Permute twice", t => t.M.Permute(1, 1), "dimensions", "Permute: dimension 1 of shape [2, 3] is named twice."),
        new("Permute declared", t => t.M.Apply(default(PermuteOperation<double>)), "operands", "Permute: it is declared for 0 dimensions, but the operand has shape [2, 3]."),
        new("Transpose", t => t.M.Transpose(0, 2), "dimension", "Transpose: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Transpose scalar", t => t.S.Transpose(), "dimension", "Transpose: dimension -2 was given, but a scalar (shape []) has none.", typeof(ArgumentOutOfRangeException)),
        new("Slice", t => t.M.Slice(1, 1, 3), "start", "Slice: 3 elements from 1 in steps of 1 do not lie within 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Slice step 0", t => t.M.Slice(1, 0, 1, 0), "start", "Slice: 1 elements from 0 in steps of 0 do not lie within 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Slice range", t => t.M.Slice(1, 2..5), "start", "Slice: 3 elements from 2 in steps of 1 do not lie within 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Slice dimension", t => t.M.Slice(2, 0, 1), "dimension", "Slice: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("At", t => t.M.At(0, 2), "index", "At: index 2 is outside -2..1 on dimension 0 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Flip", t => t.M.Flip(2), "dimension", "Flip: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Pad", t => t.M.Pad(0, -1, 0), "before", "Pad: -1 before and 0 after; both are 0 or more. To remove elements use Slice.", typeof(ArgumentOutOfRangeException)),
        new("Pad too much", t => t.M.Pad(0, int.MaxValue, 1), "before", "Pad: 2147483647 before and 1 after dimension 0 of shape [2, 3] make it longer than 2147483647.", typeof(ArgumentOutOfRangeException)),
        new("Embed declared", t => t.M.Apply(new EmbedOperation<double>(0, 1, 1, 2)), "start", "Embed: the 2 elements of dimension 0 of shape [2, 3], set from 1 in steps of 1, do not lie within 0..1.", typeof(ArgumentOutOfRangeException)),
        new("BroadcastTo", t => t.M.BroadcastTo([3, 3]), null, "BroadcastTo: shapes [2, 3] and [3, 3] cannot be broadcast: dimension -2 has lengths 2 and 3."),
        new("BroadcastTo smaller", t => t.M.BroadcastTo([3]), null, "BroadcastTo: shape [2, 3] cannot be broadcast to [3]."),
        new("Concatenate null", t => ((Tape<double>)null!).Concatenate(0, t.M), "tape", "Value cannot be null.", typeof(ArgumentNullException)),
        new("Stack null", t => ((Tape<double>)null!).Stack(0, t.M), "tape", "Value cannot be null.", typeof(ArgumentNullException)),
        new("Backward null", t => ((Tape<double>)null!).Backward([t.M], [t.M])[t.M], "tape", "Value cannot be null.", typeof(ArgumentNullException)),
        new("Concatenate nothing", t => t.Tape.Concatenate(0), "tensors", "Concatenate: no tensor was given; at least one is needed."),
        new("Concatenate", t => t.Tape.Concatenate(1, t.M, t.V2), "tensors", "Concatenate: tensor 1 has shape [2]; to join [2, 3] along dimension 1, the other lengths must be the same."),
        new("Concatenate dimension", t => t.Tape.Concatenate(2, t.M, t.M), "dimension", "Concatenate: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Concatenate too long", t => t.Tape.Concatenate(0, t.E, t.E), "tensors", "Concatenate: the tensors are together 4294967294 long on dimension 0, more than 2147483647.", typeof(ArgumentOutOfRangeException)),
        new("Sum too many", t => t.E.Unsqueeze(0).BroadcastTo([2, int.MaxValue, 0]).Sum([2]), "lengths", "Shape: [2, 2147483647] has more than 2147483647 elements, the most a tensor can hold.", typeof(ArgumentOutOfRangeException), 2),
        new("Sum too large", t => t.E.Sum([1]), null, "Tape: room for 2147483655 elements in one piece was asked for, more than an array can hold. Split the computation.", typeof(InvalidOperationException)),
        new("Stack", t => t.Tape.Stack(0, t.M, t.V2), "tensors", "Stack: shapes [2, 3] and [2] differ; all tensors must have the same shape."),
        new("Stack nothing", t => t.Tape.Stack(0), "tensors", "Stack: no tensor was given; at least one is needed."),
        new("Stack place", t => t.Tape.Stack(3, t.M, t.M), "dimension", "Stack: place 3 is outside -3..2 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Gather", t => t.M.Gather(1, t.I), "indices", "Gather: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Gather declared", t => t.M.Apply(new GatherOperation<double>(1), t.I), "indices", "Gather: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Gather dimension", t => t.M.Gather(2, t.I), "dimension", "Gather: dimension 2 is outside -2..1 for shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Embedding", t => t.V2.Embedding(t.I), null, "Embedding: the table has shape [2]; it must be a matrix, of shape [rows, columns]."),
        new("Embedding range", t => t.M.Embedding(t.I), "indices", "Embedding: index 3 at position 1 is outside 0..1 on dimension 0 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("Pick", t => t.V3.Pick(0, t.I), null, "Pick: the indices has shape [2], the place for them has shape []; they must be the same. Reshape one of them."),
        new("Pick range", t => t.M.Pick(-1, t.I), "indices", "Pick: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("ScatterAdd", t => t.M.ScatterAdd(1, t.I, t.V2), null, "ScatterAdd: the updates has shape [2], the place for them has shape [2, 2]; they must be the same. Reshape one of them."),
        new("CrossEntropy range", t => t.M.CrossEntropy(t.I), "indices", "CrossEntropy: index 3 at position 1 is outside 0..2 on dimension 1 of shape [2, 3].", typeof(ArgumentOutOfRangeException)),
        new("CrossEntropy", t => t.M.CrossEntropy(t.V2), null, "CrossEntropy: the prediction has shape [2, 3], the target has shape [2]; they must be the same. Reshape one of them."),
        new("MeanSquaredError", t => t.M.MeanSquaredError(t.V3), null, "MeanSquaredError: the prediction has shape [2, 3], the target has shape [3]; they must be the same. Reshape one of them."),
        new("HalfMeanSquaredError", t => t.M.HalfMeanSquaredError(t.S), null, "HalfMeanSquaredError: the prediction has shape [2, 3], the target has shape []; they must be the same. Reshape one of them."),
        new("BinaryCrossEntropy", t => t.M.BinaryCrossEntropy(t.S), null, "BinaryCrossEntropy: the prediction has shape [2, 3], the target has shape []; they must be the same. Reshape one of them."),
        new("BinaryCrossEntropyWithLogits", t => t.M.BinaryCrossEntropyWithLogits(t.S), null, "BinaryCrossEntropyWithLogits: the prediction has shape [2, 3], the target has shape []; they must be the same. Reshape one of them."),
        new("Clamp", t => t.M.Clamp(1, 0), "low", "Clamp: low is 1 and high is 0; low must not be above high."),
        new("Clamp NaN", t => t.M.Clamp(double.NaN, 0), "low", "Clamp: low is NaN and high is 0; low must not be above high."),
        new("operands", t => t.Tape.Record(new AddOperation<double>(), t.M), "operands", "Add: 1 operands were given; it takes 2."),
        new("operands of a function", t => t.M.Apply(new ExpOperation<double>(), t.M), "operands", "Exp: 2 operands were given; it takes 1."),
        new("operands of a choice", t => t.M.Apply(new WhereOperation<double>(), t.M), "operands", "Where: 2 operands were given; it takes 3."),
        new("operands of a view", t => t.Tape.Record(new ReshapeOperation<double>([6])), "operands", "Reshape: 0 operands were given; it takes 1."),
        new("operands of a kernel", t => t.M.Apply(new SumOperation<double>(), t.M), "operands", "Sum: 2 operands were given; it takes 1."),
        new("Constant", t => t.Tape.Constant([1.0], [2]), "values", "Constant: 1 values were given, but shape [2] has 2 elements."),
        new("Variable", t => t.Tape.Variable([1.0], [2]), "values", "Variable: 1 values were given, but shape [2] has 2 elements."),
        new("Variable null", t => t.Tape.Variable((double[])null!, [2]), "values", "Variable: 0 values were given, but shape [2] has 2 elements."),
        new("Indices", t => Shaped(t.Tape.Indices([1], [2])), "values", "Indices: 1 values were given, but shape [2] has 2 elements."),
        new("Backward", t => t.M.Backward()[t.M], null, "Backward: the output has shape [2, 3], not a single element. Reduce it (Sum, Mean), or pass a cotangent of shape [2, 3].", typeof(InvalidOperationException)),
        new("Backward cotangent", t => t.M.Backward(t.V2)[t.M], "cotangents", "Backward: the cotangent has shape [2], the output [2, 3]; they must be the same."),
        new("Backward count", t => t.Tape.Backward([t.M], [])[t.M], "cotangents", "Backward: 1 outputs and 0 cotangents were given; each output needs one."),
        new("Backward nothing", t => t.Tape.Backward([], [])[t.M], null, "Backward: the output (none was given) depends on no variable or parameter through differentiable operations. Record what you differentiate by with tape.Variable or tape.Watch; comparisons, Sign, Floor, Ceiling, Round and StopGradient pass no cotangent.", typeof(InvalidOperationException)),
        new("Backward constant", t => t.C.Backward()[t.C], null, "Backward: the output (c = Constant [1]) depends on no variable or parameter through differentiable operations. Record what you differentiate by with tape.Variable or tape.Watch; comparisons, Sign, Floor, Ceiling, Round and StopGradient pass no cotangent.", typeof(InvalidOperationException)),
        new("Scalar", t => t.Tape.Constant(t.M.Scalar), null, "Scalar: the variable has shape [2, 3], not a single element. Reduce it (Sum, Mean), or read Value.", typeof(InvalidOperationException)),
        new("Named null", t => t.M.Named(null!), "name", "Value cannot be null.", typeof(ArgumentNullException)),
        new("Watch null", t => t.Tape.Watch(null!), "parameter", "Value cannot be null.", typeof(ArgumentNullException)),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_input_is_refused_in_words_and_the_tape_is_unchanged(string name)
    {
        Case row = Cases.Single(c => c.Name == name);
        using var tape = new Tape<double>();
        var given = new Given(tape);
        if (row.Shapes is { } shapes) given.Add(shapes);
        int count = tape.NodeCount;
        var error = Record.Exception(() => row.Call(given));
        Assert.NotNull(error);
        Assert.Equal(row.Type ?? typeof(ArgumentException), error.GetType());
        string suffix = row.Parameter is null ? "" : $" (Parameter '{row.Parameter}')";
        Assert.Equal(row.Message + suffix, error.Message);
        if (error is ArgumentException argument) Assert.Equal(row.Parameter, argument.ParamName);
        Assert.Equal(count + row.Own, tape.NodeCount);
        Assert.Equal(15, (given.M.Sum() + 9).Scalar);
    }

    [Fact]
    public void Functions_are_checked_too()
    {
        double[] x = [1, 2];
        Assert.Throws<ArgumentNullException>(() => Differentiate.Gradient<double>(null!, x));
        Assert.Throws<ArgumentNullException>(() => Differentiate.Jacobian<double>((Func<Variable<double>, Variable<double>>)null!, x));
        Assert.Throws<ArgumentNullException>(() => Differentiate.Hessian<double>(null!, x));
        Assert.Throws<ArgumentNullException>(() => Differentiate.ValueAndGradient<double>(v => v[0].Sum(), (System.Numerics.Tensors.Tensor<double>[])null!));
        Assert.Throws<ArgumentNullException>(() => Differentiate.ValueAndGradient<double>(v => v[0].Sum(), [null!]));
        Assert.Equal(
            "Gradient: the function's result has shape [2], not a single element. Reduce it (Sum, Mean), or ask for the Jacobian.",
            Assert.Throws<InvalidOperationException>(() => Differentiate.Gradient<double>(v => v, x)).Message);
        Assert.StartsWith("Hessian: the function's result has shape [2]", Assert.Throws<InvalidOperationException>(() => Differentiate.Hessian<double>(v => v, x)).Message);
        Assert.StartsWith("Jvp: the direction has shape [3], the place for it has shape [2]", Assert.Throws<ArgumentException>(() => Differentiate.Jvp<double>(v => v, x, new double[] { 1, 2, 3 })).Message);
        Assert.StartsWith("Vjp: the direction has shape [3], the place for it has shape [2]", Assert.Throws<ArgumentException>(() => Differentiate.Vjp<double>(v => v, x, new double[] { 1, 2, 3 })).Message);
        Assert.StartsWith("HessianVectorProduct: the direction has shape [1]", Assert.Throws<ArgumentException>(() => Differentiate.HessianVectorProduct<double>(v => v.Sum(), x, new double[] { 1 })).Message);
        Assert.StartsWith("Variable: this is default", Assert.Throws<InvalidOperationException>(() => Differentiate.Gradient<double>(_ => default, x)).Message);
        Assert.Throws<ArgumentNullException>(() => new Tape<double>(null!));
    }

    private static Variable<double> Shaped(Indices<double> indices) => indices.Tape.Constant(new double[indices.Shape.ElementCount], indices.Shape);

    private sealed record Case(string Name, Func<Given, Variable<double>> Call, string? Parameter, string Message, Type? Type = null, int Own = 0, Shape[]? Shapes = null);

    private sealed class Given(Tape<double> tape)
    {
        public Tape<double> Tape { get; } = tape;

        public Variable<double> M { get; } = tape.Variable([1.0, 1, 1, 1, 1, 1], [2, 3]);

        public Variable<double> V2 { get; } = tape.Variable([1.0, 1], [2]);

        public Variable<double> V3 { get; } = tape.Variable([1.0, 1, 1], [3]);

        public Variable<double> S { get; } = tape.Variable(1.0);

        public Variable<double> C { get; } = tape.Constant([1.0], [1], "c");

        public Variable<double> B2 { get; } = tape.Variable([1.0, 1], [2, 1, 1]);

        public Variable<double> B3 { get; } = tape.Variable([1.0, 1, 1], [3, 1, 1]);

        public Variable<double> R4 { get; } = tape.Constant([0.0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1], [4, 3]);

        public Variable<double> R8 { get; } = tape.Variable([1.0], [1, 1, 1, 1, 1, 1, 1, 1]);

        public Variable<double> E { get; } = tape.Constant(ReadOnlySpan<double>.Empty, [int.MaxValue, 0]);

        public Indices<double> I { get; } = tape.Indices([0, 3]);

        /// <summary>The operands of a case that names their shapes.</summary>
        public List<Variable<double>> Own { get; } = [];

        public void Add(Shape[] shapes)
        {
            foreach (Shape shape in shapes) Own.Add(Tape.Variable(new double[shape.ElementCount], shape));
        }
    }
}
