namespace Autograd.Tests.Operations;

/// <content>Images of other sizes, and sampled ones.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Images() =>
    [
        Row("PixelShuffle", [Real(4, 2, 3)], x => x[0].PixelShuffle(2), Traits.Linear),
        Row("PixelShuffle", [Real(2, 8, 1, 2)], x => x[0].PixelShuffle(2), Traits.Linear),
        Row("PixelUnshuffle", [Real(1, 4, 6)], x => x[0].PixelUnshuffle(2), Traits.Linear),
        Row("PixelUnshuffle", [Real(2, 1, 3, 3)], x => x[0].PixelUnshuffle(3), Traits.Linear),
        Row("Interpolate", [Real(1, 2, 3)], x => x[0].Interpolate([7]), Traits.Linear),
        Row("Interpolate", [Real(2, 1, 3, 4)], x => x[0].Interpolate([6, 2]), Traits.Linear),
        Row("Interpolate", [Real(1, 2, 3)], x => x[0].Interpolate([5], Interpolation.Linear), Traits.Linear),
        Row("Interpolate", [Real(1, 1, 3, 4)], x => x[0].Interpolate([5, 3], Interpolation.Linear), Traits.Linear),
        Row("Interpolate", [Real(1, 1, 3, 4)], x => x[0].Interpolate([4, 7], Interpolation.Linear, alignCorners: true), Traits.Linear),
        Row("Interpolate", [Real(0, 3)], x => x[0].Interpolate([2], Interpolation.Linear), Traits.Linear),
        Row("GridSample", [Real(2, 2, 2, 2), Real(2, 1, 3, 2)], x => x[0].GridSample(x[1])),
        Row("GridSample", [Real(1, 1, 3, 5), Real(1, 3, 3, 2)], x => x[0].GridSample(x[1], alignCorners: true)),
        Row("GridSample", [Real(1, 0, 2, 2), Real(1, 1, 2, 2)], x => x[0].GridSample(x[1])),
    ];
}
