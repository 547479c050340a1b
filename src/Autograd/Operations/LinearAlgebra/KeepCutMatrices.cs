using System.Numerics;

namespace Autograd;

/// <summary>
/// What a rule made of the cotangents of a batch of matrices, where those were cut off as a whole set right: nothing comes of nothing. Factorizations and their rules mix the elements
/// of a matrix with each other, so that no part of one stays cut off by itself.
/// </summary>
/// <param name="BatchRank">The number of leading dimensions, which both operands have in common.</param>
internal readonly record struct KeepCutMatricesOperation<T>(int BatchRank) : IKernelOperation<KeepCutMatricesOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "KeepCutMatrices";

    public static Notation NotationOf(KeepCutMatricesOperation<T> operation) => Notation.Sum(1, 0);

    public static int OperandCount => 2;

    public static bool TryLift(KeepCutMatricesOperation<T> operation, int count, out KeepCutMatricesOperation<T> lifted)
    {
        lifted = new(operation.BatchRank + 1);
        return true;
    }

    static IndexSets IKernelOperation<KeepCutMatricesOperation<T>, T>.Depend(KeepCutMatricesOperation<T> operation, in OperandSets operands) => operands[0];

    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        for (int d = 0; d < BatchRank; d++)
        {
            if (operands[0][d] != operands[1][d]) throw Errors.ShapesDiffer(Name, "the batch", operands[0], "that of the cotangents", operands[1]);
        }

        return operands[0];
    }

    public void Evaluate(in Operands<T> operands, Span<T> destination)
    {
        int count = 1;
        for (int d = 0; d < BatchRank; d++) count *= operands[0].Shape[d];
        CutOff.KeepOf(operands[0].Span, operands[1].Span, count, destination);
    }

    public void Vjp(in VjpContext<T> context) => context.Contribute(0, context.Cotangent.Apply(this, context[1]));
}

public static partial class Operations
{
    extension<T>(Variable<T> contribution)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>What a rule made of a cotangent, nothing where all of that was cut off; where no infinite slope can meet it, as it is.</summary>
        /// <param name="cotangent">The cotangent of the result, whose leading dimensions are those of the contribution.</param>
        /// <param name="operand">Whose cotangent it is.</param>
        internal Variable<T> KeepCut(Variable<T> cotangent, Variable<T> operand)
        {
            Program<T> program = operand.Tape.Program;
            bool matters = program[operand.Index].IsSteep || program[cotangent.Index].IsSteep;
            return matters ? contribution.Apply(new KeepCutMatricesOperation<T>(contribution.Rank - 2), cotangent) : contribution;
        }
    }
}
