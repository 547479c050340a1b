namespace Autograd.Tests.Operations;

/// <content>Elements chosen or written each by an index of its own, by several indices, by segments and by masks.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Along() =>
    [
        Row("GatherAlong", [Real(4)], x => x[0].GatherAlong(0, At(x, 2, 0, 2, 3, 1)), Traits.Linear),
        Row("GatherAlong", [Real(3, 4)], x => x[0].GatherAlong(-1, Indexed(x, [3, 2], 3, 0, 1, 1, 2, 3)), Traits.Linear),
        Row("GatherAlong", [Real(3, 2)], x => x[0].GatherAlong(0, Indexed(x, [2, 2], 1, 0, 2, 0)), Traits.Linear),
        Row("GatherAlong", [Real(2, 3, 2)], x => x[0].GatherAlong(1, Indexed(x, [2, 1, 2], 0, 2, 2, 1)), Traits.Linear),
        Row("GatherAlong", [Real(2, 3)], x => x[0].Square().GatherAlong(1, Indexed(x, [2, 3], 2, 1, 0, 0, 0, 1)), order: 3),
        Row("GatherAlong", [Real(2, 3)], x => x[0].GatherAlong(1, Indexed(x, [2, 0])), Traits.Linear),
        Row("GatherAlong", [Real(0, 3)], x => x[0].GatherAlong(1, Indexed(x, [0, 2])), Traits.Linear),
        Row("ScatterAddAlong", [Real(4), Real(3)], x => x[0].ScatterAddAlong(0, At(x, 2, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAddAlong", [Real(2, 3), Real(2, 4)], x => x[0].ScatterAddAlong(-1, Indexed(x, [2, 4], 1, 1, 0, 2, 0, 0, 0, 1), x[1]), Traits.Linear),
        Row("ScatterAddAlong", [Real(3, 2), Real(2, 2)], x => x[0].ScatterAddAlong(0, Indexed(x, [2, 2], 1, 0, 2, 0), x[1]), Traits.Linear),
        Row("ScatterAddAlong", [Real(3), Real(0)], x => x[0].ScatterAddAlong(0, Indexed(x, [0]), x[1]), Traits.Linear),
        Row("ScatterAddAlong", [Real(3)], x => x[0].ScatterAddAlong(0, At(x, 2, 1, 2), x[0]), Traits.Linear),
        Row("Scatter", [Real(4), Real(3)], x => x[0].Scatter(0, [2, 0, 2], x[1]), Traits.Linear),
        Row("Scatter", [Real(2, 3), Real(2, 2)], x => x[0].Scatter(-1, At(x, 1, 0), x[1]), Traits.Linear),
        Row("Scatter", [Real(3, 2), Real(2, 2, 2)], x => x[0].Scatter(0, Indexed(x, [2, 2], 1, 1, 0, 2), x[1]), Traits.Linear),
        Row("Scatter", [Real(3, 2), Real(2)], x => x[0].Scatter(0, Indexed(x, [], 1), x[1]), Traits.Linear),
        Row("Scatter", [Real(3), Real(0)], x => x[0].Scatter(0, Indexed(x, [0]), x[1]), Traits.Linear),
        Row("Scatter", [Real(3)], x => x[0].Scatter(0, At(x, 2, 1, 2), x[0]), Traits.Linear),
        Row("ScatterAlong", [Real(4), Real(3)], x => x[0].ScatterAlong(0, At(x, 2, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAlong", [Real(2, 3), Real(2, 2)], x => x[0].ScatterAlong(-1, Indexed(x, [2, 2], 1, 1, 0, 2), x[1]), Traits.Linear),
        Row("ScatterAlong", [Real(3, 2), Real(2, 2)], x => x[0].ScatterAlong(0, Indexed(x, [2, 2], 1, 0, 2, 0), x[1]), Traits.Linear),
        Row("IndexPut", [Real(3, 4), Real(3)], x => x[0].IndexPut([At(x, 0, 2, 0), At(x, 3, 1, 3)], x[1]), Traits.Linear),
        Row("IndexPut", [Real(3, 2, 2), Real(2, 2)], x => x[0].IndexPut([At(x, 0, 2), At(x, 1, 0)], x[1]), Traits.Linear),
        Row("IndexPut", [Real(3, 2), Real(2, 1, 2)], x => x[0].IndexPut([Indexed(x, [2, 1], 0, 2)], x[1]), Traits.Linear),
        Row("Gather", [Real(3, 4)], x => x[0].Gather(At(x, 0, 2, 0), At(x, 3, 1, 3)), Traits.Linear),
        Row("Gather", [Real(3, 2, 2)], x => x[0].Gather(Indexed(x, [1, 2], 0, 2), Indexed(x, [1, 2], 1, 0)), Traits.Linear),
        Row("MaskedFill", [Real(3, 4)], x => x[0].MaskedFill(x[0] > C(0), C(0.5))),
        Row("MaskedFill", [Real(2, 3)], x => x[0].MaskedFill(x[0][1] > C(0), C(0))),
        Row("MaskedFill", [Real(3)], x => x[0].MaskedFill(x[0].Unsqueeze(1) > C(0), C(1))),
        Row("MaskedFill", [Real(0, 3)], x => x[0].MaskedFill(x[0] > C(0), C(0))),
        Row("MaskedSelect", [Real(3, 4)], x => x[0].MaskedSelect(x[0] >= x[0].KthLargest(2, -1, keep: true))),
        Row("MaskedSelect", [Real(2, 3)], x => x[0].Transpose().MaskedSelect(x[0].Transpose() > x[0].Min())),
        Row("MaskedSelect", [Real()], x => x[0].MaskedSelect(x[0].EqualTo(x[0])), Traits.Linear),
        Row("MaskedSelect", [Real(2, 3)], x => x[0].MaskedSelect(x[0] > C(9))),
        Row("OneHot", [Real(3, 4)], x => x[0].Square() * At(x, 3, 0, 3).OneHot(4)),
        Row("OneHot", [Real(2, 2, 3)], x => x[0].Exp() * Indexed(x, [2, 2], 0, 2, 1, 1).OneHot(3)),
        Row("OneHot", [Real(3)], x => x[0].Negate() * Indexed(x, [], 1).OneHot(3), Traits.Linear),
        Row("OneHot", [Real(3, 4)], x => x[0] * x[0].ArgMax(-1).OneHot(4)),
    ];

    private static OperationCase<T>[] Segments() =>
    [
        Row("SegmentSum", [Real(5)], x => x[0].SegmentSum(0, At(x, 1, 0, 1, 3, 1), 4), Traits.Linear),
        Row("SegmentSum", [Real(2, 3, 2)], x => x[0].SegmentSum(1, At(x, 1, 1, 0), 2), Traits.Linear),
        Row("SegmentSum", [Real(3, 0)], x => x[0].SegmentSum(0, At(x, 1, 1, 0), 2), Traits.Linear),
        Row("SegmentSum", [Real(0, 2)], x => x[0].SegmentSum(0, Indexed(x, [0]), 2), Traits.Linear),
        Row("SegmentMean", [Real(5)], x => x[0].SegmentMean(0, At(x, 1, 0, 1, 3, 1), 4), Traits.Linear),
        Row("SegmentMean", [Real(2, 3)], x => x[0].SegmentMean(-1, At(x, 1, 1, 0), 2), Traits.Linear),
        Row("SegmentMean", [Real(4, 2)], x => x[0].SegmentMean(0, At(x, 0, 1, 1, 0), 2), Traits.Linear),
        Row("SegmentMax", [Real(5)], x => x[0].SegmentMax(0, At(x, 1, 0, 1, 2, 1), 3)),
        Row("SegmentMax", [Real(2, 3)], x => x[0].SegmentMax(-1, At(x, 1, 1, 0), 2)),
        Row("SegmentMax", [Real(4, 2)], x => x[0].Square().SegmentMax(0, At(x, 0, 1, 1, 0), 2)),
        Row("SegmentMax", [Real(3, 0)], x => x[0].SegmentMax(0, At(x, 1, 1, 0), 2)),
    ];

    private static OperationCase<T>[] ScatterReductions() =>
    [
        .. EachReduction("ScatterReduce", [new Operand([4], -2, 2), new Operand([3], -2, 2)], (x, r, own) => x[0].ScatterReduce(0, At(x, 2, 0, 2), x[1], r, own)),
        .. EachReduction("ScatterReduce", [Real(2, 3), Real(2, 5)], (x, r, own) => x[0].ScatterReduce(-1, At(x, 1, 1, 0, 1, 1), x[1], r, own)),
        .. EachReduction("ScatterReduceAlong", [Real(2, 3), Real(2, 4)], (x, r, own) => x[0].ScatterReduceAlong(-1, Indexed(x, [2, 4], 1, 1, 0, 2, 0, 0, 0, 1), x[1], r, own)),
        .. EachReduction("ScatterReduceAlong", [Real(3, 2), Real(2, 2)], (x, r, own) => x[0].ScatterReduceAlong(0, Indexed(x, [2, 2], 1, 0, 1, 2), x[1], r, own)),
        Row("ScatterReduce", [Real(3, 2), Real(2, 2, 2)], x => x[0].ScatterReduce(0, Indexed(x, [2, 2], 1, 1, 0, 2), x[1], ScatterReduction.Product)),
        Row("ScatterReduce", [Real(3, 2), Real(2)], x => x[0].ScatterReduce(0, Indexed(x, [], 1), x[1], ScatterReduction.Product)),
        Row("ScatterReduce", [Real(2, 2, 2), Real(2, 3, 2)], x => x[0].ScatterReduce(1, At(x, 1, 1, 0), x[1], ScatterReduction.Product)),
        Row("ScatterReduce", [Real(3), Real(0)], x => x[0].ScatterReduce(0, Indexed(x, [0]), x[1], ScatterReduction.Product)),
        Row("ScatterReduce", [Real(0, 3), Real(0, 2)], x => x[0].ScatterReduce(1, At(x, 1, 1), x[1], ScatterReduction.Maximum)),
        Row("ScatterReduce", [Real(3)], x => x[0].ScatterReduce(0, At(x, 2, 1, 2), x[0], ScatterReduction.Product), order: 3),
        Row("ScatterReduce", [new Operand([3], 0, 0), Real(4)], x => x[0].ScatterReduce(0, At(x, 2, 1, 2, 2), x[1], ScatterReduction.Product), order: 3),
        Row("ScatterReduceAlong", [Real(2, 2, 2), Real(2, 3, 2)], x => x[0].ScatterReduceAlong(1, Indexed(x, [2, 3, 2], 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0), x[1], ScatterReduction.Product)),
        Row("ScatterReduceAlong", [Real(3), Real(0)], x => x[0].ScatterReduceAlong(0, Indexed(x, [0]), x[1], ScatterReduction.Minimum)),
    ];

    /// <summary>A row for each reduction, with the elements that are there and without.</summary>
    private static IEnumerable<OperationCase<T>> EachReduction(string operation, Operand[] operands, Func<Variable<T>[], ScatterReduction, bool, Variable<T>> f)
    {
        foreach (ScatterReduction reduction in Enum.GetValues<ScatterReduction>())
        {
            foreach (bool own in (bool[])[true, false])
            {
                yield return Row(operation, operands, x => f(x, reduction, own), reduction is ScatterReduction.Sum or ScatterReduction.Mean ? Traits.Linear : Traits.None);
            }
        }
    }
}
