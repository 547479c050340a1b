using System.Numerics;

namespace Autograd;

public static partial class Operations
{
    extension<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>(x − mean) / √(variance + ε) over dimensions; the root last, so that nothing is divided by 0 where all are equal.</summary>
        private Variable<T> Standardized(Dimensions reduced, T epsilon)
        {
            Variable<T> centered = x - x.MeanOver(reduced);
            return centered * (centered.Square().MeanOver(reduced) + epsilon).Rsqrt();
        }

        /// <summary>The means over dimensions, which stay with length 1.</summary>
        private Variable<T> MeanOver(Dimensions reduced) => x.Apply(new SumOperation<T>(reduced, Keep: true)) / CountOf<T>(x.Shape, reduced);

        /// <summary>Times a scale and plus a shift, as far as there are any.</summary>
        private Variable<T> Scaled(Variable<T> scale, Variable<T> shift)
        {
            Variable<T> y = scale.IsDefault ? x : x * scale;
            return shift.IsDefault ? y : y + shift;
        }

        /// <summary>The last dimensions of this node, whose lengths a scale has, and a shift, if there is one.</summary>
        private Dimensions ScaledDimensions(string operation, Variable<T> scale, Variable<T> shift)
        {
            Shape shape = x.Shape, last = x.Tape.NodeOf(scale, operation).Shape;
            if (last.Rank == 0 || !last.IsEndOf(in shape)) throw Errors.NotEnd(operation, "the scale", last, shape);
            if (!shift.IsDefault && x.Tape.NodeOf(shift, operation).Shape != last) throw Errors.ShapesDiffer(operation, "the scale", last, "the shift", shift.Shape);
            Dimensions reduced = Dimensions.None;
            for (int d = shape.Rank - last.Rank; d < shape.Rank; d++) reduced = reduced.Add(d);
            return reduced;
        }

        /// <summary>Numbers of the channels, dimension 1 of this node, as they are broadcast to it; none if none were given.</summary>
        private Variable<T> PerChannel(string operation, string what, Variable<T> numbers)
        {
            if (numbers.IsDefault) return numbers;
            Shape expected = [x.Shape[1]], given = x.Tape.NodeOf(numbers, operation).Shape;
            if (given != expected) throw Errors.ShapesDiffer(operation, what, given, "the channels", expected);
            for (int d = 2; d < x.Rank; d++) expected = expected.Insert(expected.Rank, 1);
            return numbers.Reshape(expected);
        }
    }

    /// <summary>What is added to a variance: 10⁻⁵ unless it was given.</summary>
    private static T EpsilonOf<T>(string operation, T? epsilon)
        where T : unmanaged, IFloatingPointIeee754<T> => CheckNotNegative(operation, "epsilon", epsilon ?? T.CreateSaturating(1e-5), nameof(epsilon));
}
