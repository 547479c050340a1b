using System.Globalization;

namespace Autograd;

/// <summary>
/// The wording of every exception about shapes, in one style: the public method, what was given, what was expected, how to mend it.
/// </summary>
internal static class Errors
{
    public static ArgumentException RankTooHigh(int rank) =>
        new($"Shape: rank {rank} is higher than {Shape.MaxRank}, the highest that is supported. Merge dimensions with Reshape.", "lengths");

    public static ArgumentOutOfRangeException NegativeLength(ReadOnlySpan<nint> lengths) =>
        new("lengths", $"Shape: {Text(lengths)} has a negative length; lengths are 0 or more.");

    public static ArgumentOutOfRangeException TooManyElements(ReadOnlySpan<nint> lengths) =>
        new("lengths", $"Shape: {Text(lengths)} has more than {int.MaxValue} elements, the most a tensor can hold.");

    public static ArgumentOutOfRangeException TooManyElements(Shape shape) => TooManyElements(shape.ToArray());

    public static ArgumentOutOfRangeException DimensionOutOfRange(string operation, int dimension, Shape shape) =>
        new("dimension", shape.Rank == 0
            ? $"{operation}: dimension {dimension} was given, but a scalar (shape []) has none."
            : $"{operation}: dimension {dimension} is outside {-shape.Rank}..{shape.Rank - 1} for shape {shape}.");

    public static ArgumentException DimensionTwice(string operation, int dimension, Shape shape) =>
        new($"{operation}: dimension {dimension} of shape {shape} is named twice.", "dimensions");

    public static ArgumentOutOfRangeException DegreeOfParallelism(int degree) =>
        new("value", $"TapeOptions: a MaxDegreeOfParallelism of {degree} was given; it counts the calling thread, so it is 1 or more.");

    public static ArgumentOutOfRangeException BudgetTooSmall(long bytes) =>
        new("value", $"TapeOptions: a MemoryBudget of {bytes} bytes was given; it must be above 0, or null for no limit.");

    public static ArgumentException BudgetOfEager(long bytes) =>
        new($"Tape: a MemoryBudget of {bytes} bytes was given for an eager tape, which holds every value until Reset. Set Evaluation to Deferred.", "options");

    public static InvalidOperationException MemoryBudget(long bytes, long least) =>
        new($"Value: what is read cannot be computed within a MemoryBudget of {bytes} bytes, whatever is computed twice; {least} bytes are enough for this read.");

    public static InvalidOperationException NotContiguous(Shape shape) =>
        new($"Span: the tensor of shape {shape} is a view that does not lie contiguously in memory. Copy it, or read it by its strides.");

    public static ArgumentException CannotBroadcast(string operation, Shape a, Shape b)
    {
        for (int back = 1; back <= Math.Min(a.Rank, b.Rank); back++)
        {
            int x = a[^back], y = b[^back];
            if (x != y && x != 1 && y != 1)
            {
                return new ArgumentException($"{operation}: shapes {a} and {b} cannot be broadcast: dimension -{back} has lengths {x} and {y}.");
            }
        }

        return new ArgumentException($"{operation}: shape {a} cannot be broadcast to {b}.");
    }

    public static ArgumentException OrderLength(string operation, int count, Shape shape) =>
        new($"{operation}: {count} dimensions were named, but shape {shape} has {shape.Rank}; name each once.", "order");

    public static ArgumentOutOfRangeException PlaceOutOfRange(string operation, int dimension, Shape shape) =>
        new("dimension", $"{operation}: place {dimension} is outside {-shape.Rank - 1}..{shape.Rank} for shape {shape}.");

    public static ArgumentException ReshapeCount(Shape from, Shape to) =>
        new($"Reshape: {from} has {from.ElementCount} elements, {to} needs {to.ElementCount}.", "lengths");

    public static ArgumentException ReshapeOpen(Shape from, ReadOnlySpan<nint> lengths) =>
        new($"Reshape: {from} has {from.ElementCount} elements, from which the -1 in {Text(lengths)} cannot be worked out.", "lengths");

    public static ArgumentException SqueezeLength(int dimension, Shape shape) =>
        new($"Squeeze: dimension {dimension} of shape {shape} has length {shape[dimension]}; only dimensions of length 1 can be removed.", "dimensions");

    public static ArgumentOutOfRangeException SliceOutOfRange(int start, int length, int step, int dimension, Shape shape) =>
        new("start", $"Slice: {length} elements from {start} in steps of {step} do not lie within 0..{shape[dimension] - 1} on dimension {dimension} of shape {shape}.");

    public static ArgumentOutOfRangeException ElementOutOfRange(int index, int dimension, Shape shape) =>
        new("index", $"At: index {index} is outside {-shape[dimension]}..{shape[dimension] - 1} on dimension {dimension} of shape {shape}.");

    public static ArgumentException TooManyPlaces(int count, Shape shape) =>
        new($"[…]: {count} places were given for shape {shape}, which has {shape.Rank} dimensions; give at most one for each.", "places");

    public static ArgumentOutOfRangeException PlaceOutOfRange(Place place, int dimension, Shape shape) =>
        new("places", place.IsOne
            ? $"[…]: index {place} is outside {-shape[dimension]}..{shape[dimension] - 1} on dimension {dimension} of shape {shape}."
            : $"[…]: the range {place} does not lie within 0..{shape[dimension]} on dimension {dimension} of shape {shape}.");

    public static ArgumentOutOfRangeException FlattenOrder(int first, int last, Shape shape) =>
        new("last", $"Flatten: the last dimension {last} of shape {shape} comes before the first, {first}.");

    public static InvalidOperationException LengthCount(int count, Shape shape) =>
        new($"Shape: {shape} has {shape.Rank} lengths, not {count}.");

    public static ArgumentException NoRandomState() =>
        new("State: the state of a random generator is four zeros, from which no other number follows. Give it the State of a generator.", "value");

    public static ArgumentOutOfRangeException NumberBelow(string operation, string what, long given, long least, string parameter) =>
        new(parameter, $"{operation}: {what} is {given}; it must be {least} or more.");

    public static ArgumentOutOfRangeException NumberOutside<T>(string operation, string what, T given, string range, string parameter) =>
        new(parameter, string.Create(CultureInfo.InvariantCulture, $"{operation}: {what} is {given}; it must be {range}."));

    public static ArgumentOutOfRangeException NoReduction(string operation, int given) =>
        new("reduction", $"{operation}: the reduction is {given}; it must be Mean, Sum or None.");

    public static ArgumentException NotBroadcastTo(string operation, string what, Shape given, Shape expected) =>
        new($"{operation}: {what} has shape {given}, which does not broadcast to {expected}. Reshape it.");

    public static ArgumentException NotVectorSets(string operation, Shape a, Shape b) =>
        new($"{operation}: left is {a}, right is {b}; both must be sets of vectors of one length, of shapes […, k, n] and […, m, n].");

    public static ArgumentException VectorLengths(string operation, int dimension, Shape a, Shape b) =>
        new($"{operation}: left is {a}, right is {b}; the vectors along dimension {dimension} must have one length in both.");

    public static ArgumentException NotSequences(string operation, Shape shape) =>
        new($"{operation}: the logarithms have shape {shape}; it must be [times, examples, classes], with at least one time.");

    public static ArgumentException CountOfCounts(string operation, string parameter, int given, int examples) =>
        new($"{operation}: {given} counts were given; there are {examples} examples, and each needs one.", parameter);

    public static ArgumentException NotEnd(string operation, string what, Shape given, Shape expected) =>
        new($"{operation}: {what} has shape {given}; it must have the last lengths of {expected}, one at least.");

    public static ArgumentException NoChannels(string operation, Shape shape, int rank) =>
        new($"{operation}: the operand has shape {shape}; it must have {rank} dimensions or more, examples first, then channels.");

    public static ArgumentOutOfRangeException GroupCount(string operation, int groups, Shape shape) =>
        new(nameof(groups), $"{operation}: {groups} groups were asked for; they must divide the {shape[1]} channels of shape {shape}.");

    public static ArgumentException NoTimes(string operation) =>
        new($"{operation}: the inputs are a scalar; their dimension 0 is the time.", "inputs");

    public static ArgumentException AttentionShapes(Shape query, Shape key, Shape value) =>
        new($"ScaledDotProductAttention: the queries are {query}, the keys {key}, the values {value}; they must be […, l, d], […, s, d] and […, s, e].");

    public static ArgumentException RotaryShape(Shape shape) =>
        new($"RotaryEmbedding: the operand has shape {shape}; it must be […, positions, n] with an even n.");

    public static ArgumentException NoProgression<T>(T start, T end, T step) =>
        new($"Arange: steps of {step} from {start} lead to no end at {end}; all three must be finite, and the step not 0.", "step");

    public static ArgumentException BoundsOrder<T>(string operation, T low, T high) =>
        new($"{operation}: the bounds are {low} and {high}; they must be finite, and the second not below the first.", "high");

    public static ArgumentOutOfRangeException NegativeDeviation<T>(T deviation) =>
        new("deviation", $"Normal: the standard deviation is {deviation}; it must be a finite number, 0 or more.");

    public static ArgumentException NothingToFind(string operation, int dimension, Shape shape) =>
        new($"{operation}: dimension {dimension} of shape {shape} has length 0, so no element of it can be found.", "dimension");

    public static ArgumentOutOfRangeException EmbedOutOfRange(int start, int step, int length, int dimension, Shape shape) =>
        new("start", $"Embed: the {shape[dimension]} elements of dimension {dimension} of shape {shape}, set from {start} in steps of {step}, do not lie within 0..{length - 1L}.");

    public static ArgumentOutOfRangeException PaddingTooLarge(int before, int after, int dimension, Shape shape) =>
        new("before", $"Pad: {before} before and {after} after dimension {dimension} of shape {shape} make it longer than {int.MaxValue}.");

    public static ArgumentOutOfRangeException NegativePadding(int before, int after) =>
        new("before", $"Pad: {before} before and {after} after; both are 0 or more. To remove elements use Slice.");

    public static ArgumentException ConcatenateShape(int position, Shape shape, Shape first, int dimension) =>
        new($"Concatenate: tensor {position} has shape {shape}; to join {first} along dimension {dimension}, the other lengths must be the same.", "tensors");

    public static ArgumentOutOfRangeException JoinedTooLong(int dimension, long length) =>
        new("tensors", $"Concatenate: the tensors are together {length} long on dimension {dimension}, more than {int.MaxValue}.");

    public static ArgumentException StackShape(Shape shape, Shape first) =>
        new($"Stack: shapes {first} and {shape} differ; all tensors must have the same shape.", "tensors");

    public static ArgumentException NothingToJoin(string operation) =>
        new($"{operation}: no tensor was given; at least one is needed.", "tensors");

    public static ArgumentException InnerLengths(Shape a, Shape b, int left, int right) =>
        new($"MatMul: left is {a}, right is {b}; the inner lengths {left} and {right} differ.");

    public static ArgumentException BatchLengths(Shape a, Shape b) =>
        new($"MatMul: left is {a}, right is {b}; the leading lengths do not broadcast to each other.");

    public static ArgumentException MatMulScalar(Shape a, Shape b) =>
        new($"MatMul: left is {a}, right is {b}; a scalar has no matrix product. Use Multiply.");

    public static ArgumentException NotMatrices(Shape a, Shape b) =>
        new($"MatMul: left is {a}, right is {b}; the operation itself takes operands of rank 2 or more. Use the method MatMul.");

    public static ArgumentException NotVectors(string operation, Shape a, Shape b) =>
        new($"{operation}: left is {a}, right is {b}; both must be vectors, of shape [n].");

    public static ArgumentException NotMatrix(string operation, string tensor, Shape shape) =>
        new($"{operation}: the {tensor} has shape {shape}; it must be a matrix, of shape [rows, columns].");

    public static ArgumentException ShapesDiffer(string operation, string first, Shape a, string second, Shape b) =>
        new($"{operation}: {first} has shape {a}, {second} has shape {b}; they must be the same. Reshape one of them.");

    public static ArgumentException NoExamples(string operation, Shape batch) =>
        new($"{operation}: the batch has shape {batch}; its first dimension has to be that of the examples, at least one.");

    public static ArgumentException ExampleCount(string operation, Shape first, Shape other) =>
        new($"{operation}: the batches have shapes {first} and {other}; the first lengths, the number of examples, have to be the same.");

    public static InvalidOperationException LiftedShape(string operation, Shape given, Shape expected) =>
        new($"{operation}: with one more dimension in front the result has shape {given}, not {expected}. Correct the attributes that its TryLift gives.");

    public static InvalidOperationException RootNotScalar(Shape shape) =>
        new($"Backward: the output has shape {shape}, not a single element. Reduce it (Sum, Mean), or pass a cotangent of shape {shape}.");

    public static InvalidOperationException RootUnconnected(string root) =>
        new($"Backward: the output ({root}) depends on no variable or parameter through differentiable operations. Record what you differentiate by with tape.Variable or tape.Watch; comparisons, Sign, Floor, Ceiling, Round and StopGradient pass no cotangent.");

    public static InvalidOperationException ResultNotScalar(string operation, Shape shape) =>
        new($"{operation}: the function's result has shape {shape}, not a single element. Reduce it (Sum, Mean), or ask for the Jacobian.");

    public static ArgumentException DestinationTooShort(string operation, int length, long needed) =>
        new($"{operation}: the destination has {length} elements; {needed} are needed.", "destination");

    public static ArgumentException NotInBuffer(string parameter) =>
        new($"GradientBuffer: parameter {parameter} is not one of the buffer's. Make the buffer for all parameters that are used with it.", nameof(parameter));

    public static ArgumentException BufferParameter(string complaint) =>
        new($"GradientBuffer: {complaint}", "parameters");

    public static ArgumentException OtherParameters(int count, int other) =>
        new($"GradientBuffer: a buffer of {other} parameters was given, this one has {count}; both must be made for the same parameters.", nameof(other));

    public static ArgumentOutOfRangeException Limit(string operation, string value) =>
        new("max", $"{operation}: the limit is {value}; it must be a number above 0.");

    public static ArgumentException CotangentCount(int outputs, int cotangents) =>
        new($"Backward: {outputs} outputs and {cotangents} cotangents were given; each output needs one.", "cotangents");

    public static ArgumentException CotangentShape(Shape cotangent, Shape output) =>
        new($"Backward: the cotangent has shape {cotangent}, the output {output}; they must be the same.", "cotangents");

    public static ArgumentException NoElements() =>
        new("Tensor: a default tensor span was given, which has neither lengths nor elements. An empty tensor has a length of 0.", "tensor");

    public static InvalidOperationException ContributionShape(string operation, Shape contribution, int position, Shape operand) =>
        new($"{operation}: its VJP returned a cotangent of shape {contribution} for operand {position} of shape {operand}.");

    public static ArgumentException NotWatched(string parameter) =>
        new($"Gradients: parameter {parameter} is not on this tape. Put it there with tape.Watch before Backward.", nameof(parameter));

    public static ArgumentException NotDifferentiable(string variable) =>
        new($"Gradients: {variable} is a constant or depends on no variable or parameter, so it has no gradient. Record it with tape.Variable to differentiate by it.", nameof(variable));

    public static ArgumentException ValueCount(string operation, int count, Shape shape) =>
        new($"{operation}: {count} values were given, but shape {shape} has {shape.ElementCount} elements.", "values");

    public static ArgumentException ElementCount(string operation, string what, int given, long expected) =>
        new($"{operation}: {what} has {given} elements; by the lengths it is {expected}.");

    public static ArgumentException IndexCount(string operation, int count, Shape shape) =>
        new($"{operation}: {count} indices were given, but shape {shape} needs {shape.ElementCount}, one for each position.", "indices");

    public static ArgumentOutOfRangeException IndexOutOfRange(string operation, int index, int position, Shape shape, int dimension) =>
        new("indices", $"{operation}: index {index} at position {position} is outside 0..{shape[dimension] - 1} on dimension {dimension} of shape {shape}.");

    public static ArgumentException OperandCount(string operation, int given, int expected) =>
        new($"{operation}: {given} operands were given; it takes {expected}.", "operands");

    public static ArgumentException OperandRank(string operation, int dimensions, Shape shape) =>
        new($"{operation}: it is declared for {dimensions} dimensions, but the operand has shape {shape}.", "operands");

    public static ArgumentOutOfRangeException OperandOutOfRange(string operation, int operand, int count) =>
        new("operand", $"{operation}: operand {operand} was asked for; there are {count}, counted from 0.");

    public static InvalidOperationException NotIndices(string operation, int operand) =>
        new($"{operation}: operand {operand} was read as indices, but it is not. An operation that takes indices says so by IndexOperands.");

    public static ArgumentException IndicesOrElements(string operation, int operand, bool areIndices) =>
        new(areIndices
            ? $"{operation}: operand {operand} is indices, but it takes a variable there. Indices choose elements; they are not computed with."
            : $"{operation}: operand {operand} is a variable, but it takes indices there. Make them with tape.Indices, or by ArgMax or ArgMin.", "operands");

    public static InvalidOperationException NoOperand() =>
        new("Span: this is default, which shows no elements. Take an operand from Operands.");

    public static InvalidOperationException ViewCount(string operation, Shape operand, Shape shape) =>
        new($"{operation}: it is declared to keep the order of the elements, but from shape {operand} it infers {shape}; the numbers of elements {operand.ElementCount} and {shape.ElementCount} differ.");

    public static InvalidOperationException ViewShape(string operation, Shape shape, Shape operand) =>
        new($"{operation}: its TryView gave no layout of shape {shape}, which its InferShape infers, even of a contiguous operand of shape {operand}.");

    public static InvalidOperationException ViewOutside(string operation, int offset, Shape shape, Shape operand) =>
        new($"{operation}: its TryView gave a layout of shape {shape}, from element {offset} on, that reaches beyond the elements of its operand, of shape {operand}.");

    public static ArgumentOutOfRangeException StrideOutOfRange(int dimension) =>
        new(nameof(dimension), $"Strides: dimension {dimension} is outside 0..{Shape.MaxRank - 1}.");

    public static InvalidOperationException InsideOperation() =>
        new("Tape: it is at work for an operation, whose own code called it. Kernels, formulas, layouts and shape rules use what they are given, not their tape.");

    public static InvalidOperationException TooMuchMemory(string owner, long count) =>
        new($"{owner}: room for {count} elements in one piece was asked for, more than an array can hold. Split the computation.");

    public static InvalidOperationException NoTape() =>
        new("Variable: this is default, which belongs to no tape. Make variables with tape.Variable, tape.Constant or tape.Watch.");

    public static InvalidOperationException OtherThread() =>
        new("Tape: another thread is inside a call on this tape. A tape is for one thread at a time; use one tape per thread.");

    public static InvalidOperationException InsideRule(string operation) =>
        new($"{operation}: the tape is inside a reverse walk or an evaluation. A rule or a kernel may not do that to its own tape.");

    public static NotSupportedException NoMoreDerivatives(string operation, int count) =>
        new($"{operation}: a derivative of order {count + 1} was asked for; there are {count}. Differentiate at most {count} times.");

    public static NotSupportedException ElementType(string type, Type element) =>
        new($"{type}<{element.Name}>: element type {element.Name} is not supported; it is float or double.");

    public static ArgumentException OtherTape(string operation) =>
        new($"{operation}: the operands belong to different tapes. Record them on one tape.");

    public static InvalidOperationException Stale(string operation) =>
        new($"{operation}: this variable was recorded before the tape was reset. Record it again, or copy its value before Reset.");

    public static InvalidOperationException Updated(string parameter) =>
        new($"Value: parameter {parameter} was updated since it was recorded, so this value can no longer be computed from what was recorded. Read values before updating, or Reset the tape and record again.");

    public static ArgumentException UpdateShape(string parameter, Shape given, Shape expected) =>
        new($"Update: the new value of parameter {parameter} has shape {given}; it must be {expected}. BroadcastTo or Reshape give it that.", "updates");

    public static ArgumentException UpdatedTwice(string parameter) =>
        new($"Update: parameter {parameter} is given twice; it can take one value. Give each parameter once.", "updates");

    public static InvalidOperationException NotScalar(Shape shape) =>
        new($"Scalar: the variable has shape {shape}, not a single element. Reduce it (Sum, Mean), or read Value.");

    private static string Text(ReadOnlySpan<nint> lengths)
    {
        var parts = new string[lengths.Length];
        for (int d = 0; d < lengths.Length; d++) parts[d] = lengths[d].ToString(CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", parts)}]";
    }
}
