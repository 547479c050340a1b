using System.Numerics;
using Autograd.Authoring;

namespace Autograd;

/// <summary>
/// The states of a differential equation at given times, one node. Operands: the state at the first time, the times, the parameters. At a level above 0
/// they are pairs of values and tangents, and so are the states; see <see cref="StepTape{T}"/>.
/// </summary>
internal readonly record struct OdeStatesOperation<T>(DifferentialEquation<T> Equation, int Level) : IKernelOperation<OdeStatesOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "OdeStates";

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands) => new([operands[1][0], .. operands[0].ToArray()]);

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => Equation.States(Level, in operands, destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        var operands = new Variable<T>[context.Count];
        for (int k = 0; k < operands.Length; k++) operands[k] = context[k];
        Variable<T> all = context.Cotangent.Tape.Record(new OdeAdjointOperation<T>(Equation, Level), [context.Cotangent, .. operands]);
        int start = 0;
        for (int k = 0; k < operands.Length; k++)
        {
            Shape shape = operands[k].Shape;
            if (context.Needs(k)) context.Contribute(k, all.Slice(0, start, shape.ElementCount).Reshape(shape));
            start += shape.ElementCount;
        }
    }
}

/// <summary>
/// The cotangents of all operands of <see cref="OdeStatesOperation{T}"/>, one after another, by the reverse pass through its steps. Operands: the
/// cotangent of the states, then those operands.
/// </summary>
/// <remarks>
/// Linear in the first operand, whose cotangent is therefore the tangent of the states; the cotangents of the others are those of the product of that
/// tangent with the first operand. Both are one level higher.
/// </remarks>
internal readonly record struct OdeAdjointOperation<T>(DifferentialEquation<T> Equation, int Level) : IKernelOperation<OdeAdjointOperation<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public static string Name => "OdeAdjoint";

    /// <inheritdoc/>
    public Shape InferShape(ReadOnlySpan<Shape> operands)
    {
        nint count = 0;
        foreach (Shape shape in operands[1..]) count += shape.ElementCount;
        return new(count);
    }

    /// <inheritdoc/>
    public void Evaluate(in Operands<T> operands, Span<T> destination) => Equation.Adjoint(Level, in operands, destination);

    /// <inheritdoc/>
    public void Vjp(in VjpContext<T> context)
    {
        Tape<T> tape = context.Cotangent.Tape;
        var pairs = new Variable<T>[context.Count - 1];
        int start = 0;
        for (int k = 0; k < pairs.Length; k++)
        {
            Variable<T> operand = context[k + 1];
            Shape shape = operand.Shape;
            pairs[k] = tape.Stack(FrontOf(k), operand, context.Cotangent.Slice(0, start, shape.ElementCount).Reshape(shape));
            start += shape.ElementCount;
        }

        if (context.Needs(0)) context.Contribute(0, tape.Record(new OdeStatesOperation<T>(Equation, Level + 1), pairs).At(1, 1));
        bool needsPairs = false;
        for (int k = 0; k < pairs.Length; k++) needsPairs |= context.Needs(k + 1);
        if (!needsPairs) return;
        Variable<T> seed = tape.Stack(1, tape.Zeros(context[0].Shape), context[0]);
        Variable<T> all = tape.Record(new OdeAdjointOperation<T>(Equation, Level + 1), [seed, .. pairs]);
        start = 0;
        for (int k = 0; k < pairs.Length; k++)
        {
            Shape shape = pairs[k].Shape;
            if (context.Needs(k + 1)) context.Contribute(k + 1, all.Slice(0, start, shape.ElementCount).Reshape(shape).At(FrontOf(k), 0));
            start += shape.ElementCount;
        }
    }

    /// <summary>Where the dimension of values and tangents stands: in front, but behind that of the times.</summary>
    private static int FrontOf(int operand) => operand == 1 ? 1 : 0;
}
