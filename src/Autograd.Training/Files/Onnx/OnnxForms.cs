using System.Numerics;
using Autograd.Authoring;

namespace Autograd;

/// <summary>
/// The table of operations that have an ONNX form: each with the nodes of the format that compute it. What is not in the table is refused. Forms of more
/// than a line stand in <see cref="OnnxFormulas"/> and <see cref="OnnxMovements"/>.
/// </summary>
internal static class OnnxForms
{
    /// <summary>The value of a node of a recording, computed by nodes of the format; null where there is no form.</summary>
    public static OnnxTerm<T>? Of<T>(OnnxGraph<T> graph, int node)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Node<T> recorded = graph.Program[node];
        ReadOnlySpan<int> operands = graph.Program.OperandsOf(recorded);
        if (operands.IsEmpty) return null;
        OnnxTerm<T> a = graph[operands[0]];
        OnnxTerm<T> b = operands.Length > 1 ? graph[operands[1]] : default;
        OnnxTerm<T> c = operands.Length > 2 ? graph[operands[2]] : default;
        Shape x = graph.Program[operands[0]].Shape, second = operands.Length > 1 ? graph.Program[operands[1]].Shape : default, y = recorded.Shape;
        object? operation = recorded.Operation.Attributes;
        if (typeof(T) == typeof(double) && OnnxDoubles.Of(operation, a, b, x) is { } form) return form;
        return operation switch
        {
            // Functions of one operand.
            AbsOperation<T> => a.Then("Abs"),
            AcosOperation<T> => a.Then("Acos"),
            AcoshOperation<T> => a.Then("Acosh"),
            AsinOperation<T> => a.Then("Asin"),
            AsinhOperation<T> => a.Then("Asinh"),
            AtanOperation<T> => a.Then("Atan"),
            AtanhOperation<T> => a.Then("Atanh"),
            CeilingOperation<T> => a.Then("Ceil"),
            CeluOperation<T> o => a.Then("Celu", ("alpha", Float(o.Scale))),
            ClampOperation<T> o => graph.Add("Clip", [a, graph.Number(o.Low.Value), graph.Number(o.High.Value)]),
            CosOperation<T> => a.Then("Cos"),
            CoshOperation<T> => a.Then("Cosh"),
            EluOperation<T> o => a.Then("Elu", ("alpha", Float(o.Scale))),
            ErfOperation<T> => a.Then("Erf"),
            ExpOperation<T> => a.Then("Exp"),
            Exp2Operation<T> => graph.Number(2.0).Then("Pow", a),
            Expm1Operation<T> => OnnxFormulas.Expm1(a),
            FloorOperation<T> => a.Then("Floor"),
            GeluOperation<T> => a.Then("Gelu"),
            GeluTanhOperation<T> => a.Then("Gelu", ("approximate", "tanh")),
            HardSigmoidOperation<T> => a.Then("HardSigmoid", ("alpha", 1f / 6), ("beta", 0.5f)),
            HardSwishOperation<T> => a.Then("HardSwish"),
            HardTanhOperation<T> o => graph.Add("Clip", [a, graph.Number(o.Low.Value), graph.Number(o.High.Value)]),
            HuberOperation<T> o => OnnxFormulas.Huber(a, o.Threshold),
            LeakyReluOperation<T> o => a.Then("LeakyRelu", ("alpha", Float(o.Slope))),
            LogOperation<T> => a.Then("Log"),
            Log10Operation<T> => a.Then("Log") / Math.Log(10),
            Log1pOperation<T> => OnnxFormulas.Log1p(a),
            Log2Operation<T> => a.Then("Log") / Math.Log(2),
            LogitOperation<T> => OnnxFormulas.Logit(a),
            LogSigmoidOperation<T> => -(-a).Then("Softplus"),
            MishOperation<T> => a.Then("Mish"),
            NegateOperation<T> => -a,
            NormalDensityOperation<T> => OnnxFormulas.NormalDensity(a),
            ReciprocalOperation<T> => a.Then("Reciprocal"),
            ReluOperation<T> => a.Then("Relu"),
            RoundOperation<T> => a.Then("Round"),
            RsqrtOperation<T> => a.Then("Sqrt").Then("Reciprocal"),
            SigmoidOperation<T> => a.Then("Sigmoid"),
            SignOperation<T> => a.Then("Sign"),
            SiluOperation<T> => a * a.Then("Sigmoid"),
            SinOperation<T> => a.Then("Sin"),
            SincOperation<T> => OnnxFormulas.Sinc(a),
            SinhOperation<T> => a.Then("Sinh"),
            SoftplusOperation<T> => a.Then("Softplus"),
            SoftsignOperation<T> => a.Then("Softsign"),
            SqrtOperation<T> => a.Then("Sqrt"),
            SquareOperation<T> => a * a,
            TanOperation<T> => a.Then("Tan"),
            TanhOperation<T> => a.Then("Tanh"),

            // Functions of several operands, which are broadcast to each other.
            AddOperation<T> => a + b,
            Atan2Operation<T> => OnnxFormulas.Atan2(a, b),
            DivideOperation<T> => a / b,
            EqualToOperation<T> => a.Then("Equal", b).AsNumber(),
            FmodOperation<T> => a.Then("Mod", b, ("fmod", 1L)),
            GreaterThanOperation<T> => a.Then("Greater", b).AsNumber(),
            GreaterThanOrEqualOperation<T> => a.Then("GreaterOrEqual", b).AsNumber(),
            HypotOperation<T> => OnnxFormulas.Hypot(a, b),
            LerpOperation<T> => OnnxFormulas.Lerp(a, b, c),
            LessThanOperation<T> => a.Then("Less", b).AsNumber(),
            LessThanOrEqualOperation<T> => a.Then("LessOrEqual", b).AsNumber(),
            LogAddExpOperation<T> => LogAddExp(a, b),
            LogisticLossOperation<T> => OnnxFormulas.LogisticLoss(a, b, (-a.Then("Abs")).Then("Softplus")),
            MaximumOperation<T> => a.Then("Max", b),
            MinimumOperation<T> => a.Then("Min", b),
            MultiplyOperation<T> => a * b,
            NotEqualToOperation<T> => a.Then("Equal", b).Then("Not").AsNumber(),
            PowOperation<T> => a.Then("Pow", b),
            PReluOperation<T> => (x == y ? a : a.Expand(y)).Then("PRelu", b),
            RemainderOperation<T> => OnnxFormulas.Remainder(a, b),
            ScaleByOperation<T> { Cutting: Cutting.AtZeros } => OnnxFormulas.MaskedBy(a, b),
            StraightThroughOperation<T> => second == y ? b : b.Expand(y),
            SubtractOperation<T> => a - b,
            WhereOperation<T> => a.AsCondition().Choose(b, c),
            XLogYOperation<T> => OnnxFormulas.XLogY(a, b),

            // Views and movements.
            BroadcastToOperation<T> => a.Expand(y),
            ConcatenateOperation<T> o => OnnxMovements.Concatenate(graph, operands, o.Dimension),
            DiagonalOperation<T> o => OnnxMovements.Diagonal(a, x, y, o.Offset),
            DiagonalMatrixOperation<T> o => OnnxMovements.DiagonalMatrix(a, x, y, o.Offset),
            EmbedOperation<T> o => OnnxMovements.Embed(a, x, o.Dimension, o.Start, o.Step, o.Length),
            FoldOperation<T> o => OnnxMovements.Fold(a, x, o.Dimension, o.Length, o.Step),
            PermuteOperation<T> o => OnnxMovements.Permute(a, o.Order),
            ReshapeOperation<T> => a.Reshape(y),
            RollOperation<T> o => OnnxMovements.Roll(a, x[o.Dimension], o.Dimension, o.Shift),
            SharedIndexOperation<T> o => OnnxMovements.SharedIndex(a, x.Rank, o.First, o.Second),
            SliceOperation<T> o => a.Slice(o.Dimension, o.Start, o.Length, o.Step),
            StopGradientOperation<T> => a,
            TriangleOperation<T> { HalvesDiagonal: false } o => a.Then("Trilu", graph.Integer(o.Diagonal), ("upper", o.IsUpper ? 1L : 0L)),
            UnfoldOperation<T> o => OnnxMovements.Unfold(a, x, o.Dimension, o.Size, o.Step),

            // Choices by index.
            ArgMaxOperation<T> o => a.Then("ArgMax", ("axis", (long)o.Dimension), ("keepdims", 0L)),
            ArgMinOperation<T> o => a.Then("ArgMin", ("axis", (long)o.Dimension), ("keepdims", 0L)),
            ArgSortOperation<T> o => OnnxMovements.ArgSort(a, o.Dimension, o.Order),
            GatherOperation<T> o => a.Then("Gather", b, ("axis", (long)o.Dimension)),
            GatherAlongOperation<T> o => a.Then("GatherElements", second == y ? b : b.Expand(y), ("axis", (long)o.Dimension)),
            OneHotOperation<T> o => OnnxMovements.OneHot(a, x, o.Length, o.Ignored),
            PickOperation<T> o => OnnxMovements.Pick(a, b.Expand(y), o.Dimension),
            PlaceOperation<T> o => OnnxMovements.Place(a, b.Expand(x), y, o.Dimension),
            PositionOperation<T> o => OnnxMovements.Position(graph, operands, o.Lengths),
            ScatterAddOperation<T> o => OnnxMovements.Scatter(a, b, x, second, y, o.Dimension, "add"),
            ScatterAddAlongOperation<T> o => OnnxMovements.ScatterElements(a, b.Expand(x), y, o.Dimension, "add"),
            SegmentMaxOperation<T> o => OnnxMovements.Scatter(a, b, x, second, y, o.Dimension, "max"),

            // Reductions, scans and normalizations.
            CumulativeProductOperation<T> o => OnnxFormulas.Scan(a, x, o.Dimension, 1, static (running, more) => running * more),
            CumulativeSumOperation<T> o => a.Then("CumSum", graph.Integer(o.Dimension), ("reverse", o.Reversed ? 1L : 0L)),
            LogCumulativeSumExpOperation<T> o => OnnxFormulas.Scan(a, x, o.Dimension, double.NegativeInfinity, LogAddExp),
            LogSoftmaxOperation<T> o => OnnxMovements.AlongLast(a, x, o.Reduced, "LogSoftmax"),
            LogSumExpOperation<T> o => OnnxFormulas.Reduce("ReduceLogSumExp", a, o.Reduced, o.Keep),
            MaxOperation<T> o => OnnxFormulas.Reduce("ReduceMax", a, o.Reduced, o.Keep),
            MinOperation<T> o => OnnxFormulas.Reduce("ReduceMin", a, o.Reduced, o.Keep),
            NormOperation<T> o => OnnxFormulas.Norm(a, o.Reduced, o.Keep),
            PNormOperation<T> o => OnnxFormulas.PNorm(a, o.Order, o.Reduced, o.Keep),
            SoftmaxOperation<T> o => OnnxFormulas.Softmax(a, x, o.Reduced, isMasked: graph.Program[operands[0]].Operation.Attributes is WhereOperation<T>),
            StandardDeviationOperation<T> o => OnnxFormulas.Variance(a, x, o.Reduced, o.Correction, o.Keep).Then("Sqrt"),
            SumOperation<T> o => OnnxFormulas.Reduce("ReduceSum", a, o.Reduced, o.Keep),
            VarianceOperation<T> o => OnnxFormulas.Variance(a, x, o.Reduced, o.Correction, o.Keep),

            // Products and windows.
            AveragePoolOperation<T> o => OnnxWindows.Pool("AveragePool", a, x, y, o.Height, o.Width, o.CountIncludePadding),
            ConvolutionOperation<T> o => OnnxWindows.Convolution(a, b, second, o.Height, o.Width, o.Groups),
            ConvolutionInputGradientOperation<T> o => OnnxWindows.Transposed(a, b, x, second, y, o.Height, o.Width, o.Groups),
            DeterminantOperation<T> => a.Then("Det"),
            MatMulOperation<T> => a.Then("MatMul", b),
            MaxPoolOperation<T> o => OnnxWindows.Pool("MaxPool", a, x, y, o.Height, o.Width),
            _ => null,
        };
    }

    private static OnnxTerm<T> LogAddExp<T>(OnnxTerm<T> a, OnnxTerm<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => OnnxFormulas.LogAddExp(a, b, static x => x.Then("Softplus"));

    /// <summary>A number as an attribute, of which the format has those of 32 bits only.</summary>
    private static float Float<T>(ExactNumber<T> number)
        where T : unmanaged, IFloatingPointIeee754<T> => float.CreateTruncating(number.Value);
}
