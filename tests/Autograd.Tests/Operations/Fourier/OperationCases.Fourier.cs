namespace Autograd.Tests.Operations;

/// <content>Fourier transforms.</content>
internal static partial class OperationCases<T>
{
    private static OperationCase<T>[] Fouriers() =>
    [
        Row("Fourier", [Real(4), Real(4)], x => Both(x[0].Fourier(x[1])), Traits.Linear),
        Row("Fourier", [Real(2, 6), Real(2, 6)], x => Both(x[0].Fourier(x[1])), Traits.Linear),
        Row("Fourier", [Real(5, 2), Real(5, 2)], x => Both(x[0].Fourier(x[1], 0)), Traits.Linear),
        Row("Fourier", [Real(2, 3, 2), Real(2, 3, 2)], x => x[0].Fourier(x[1], 1).Imaginary, Traits.Linear),
        Row("Fourier", [Real(17), Real(17)], x => Both(x[0].Fourier(x[1])), Traits.Linear),
        Row("Fourier", [Real(1), Real(1)], x => Both(x[0].Fourier(x[1])), Traits.Linear),
        Row("Fourier", [Real(2, 0), Real(2, 0)], x => Both(x[0].Fourier(x[1])), Traits.Linear),
        Row("Fourier", [Real(4)], x => x[0].Square().Fourier(x[0]).Real.Tanh(), order: 3),
        Row("InverseFourier", [Real(4), Real(4)], x => Both(x[0].InverseFourier(x[1])), Traits.Linear),
        Row("InverseFourier", [Real(2, 9), Real(2, 9)], x => x[0].InverseFourier(x[1]).Real, Traits.Linear),
        Row("InverseFourier", [Real(3, 2), Real(3, 2)], x => Both(x[0].InverseFourier(x[1], 0)), Traits.Linear),
        Row("RealFourier", [Real(4)], x => Both(x[0].RealFourier()), Traits.Linear),
        Row("RealFourier", [Real(2, 5)], x => Both(x[0].RealFourier()), Traits.Linear),
        Row("RealFourier", [Real(6, 2)], x => Both(x[0].RealFourier(0)), Traits.Linear),
        Row("RealFourier", [Real(2, 2, 3)], x => x[0].RealFourier(1).Imaginary, Traits.Linear),
        Row("RealFourier", [Real(19)], x => Both(x[0].RealFourier()), Traits.Linear),
        Row("RealFourier", [Real(1)], x => Both(x[0].RealFourier()), Traits.Linear),
        Row("RealFourier", [Real(0, 3)], x => Both(x[0].RealFourier()), Traits.Linear),
        Row("RealFourier", [Real(4)], x => Both(x[0].Exp().RealFourier()).Square(), order: 3),
        Row("InverseRealFourier", [Real(3), Real(3)], x => x[0].InverseRealFourier(x[1], 4), Traits.Linear),
        Row("InverseRealFourier", [Real(2, 3), Real(2, 3)], x => x[0].InverseRealFourier(x[1], 5), Traits.Linear),
        Row("InverseRealFourier", [Real(4, 2), Real(4, 2)], x => x[0].InverseRealFourier(x[1], 6, 0), Traits.Linear),
        Row("InverseRealFourier", [Real(1), Real(1)], x => x[0].InverseRealFourier(x[1], 1), Traits.Linear),
        Row("InverseRealFourier", [Real(12), Real(12)], x => x[0].InverseRealFourier(x[1], 23), Traits.Linear),
        Row("InverseRealFourier", [Real(0, 2), Real(0, 2)], x => x[0].InverseRealFourier(x[1], 2), Traits.Linear),
        Row("InverseRealFourier", [Real(3)], x => x[0].Square().InverseRealFourier(x[0], 4).Sin()),
        Row("FourierConvolution", [Real(5), Real(3)], x => x[0].FourierConvolution(x[1]), Traits.SumsProducts),
        Row("FourierConvolution", [Real(2, 4), Real(4)], x => x[0].FourierConvolution(x[1]), Traits.SumsProducts),
        Row("FourierConvolution", [Real(2, 1, 3), Real(3, 2)], x => x[0].FourierConvolution(x[1]), Traits.SumsProducts),
        Row("FourierConvolution", [Real(1), Real(2)], x => x[0].FourierConvolution(x[1]), Traits.SumsProducts),
    ];

    private static Variable<T> Both((Variable<T> Real, Variable<T> Imaginary) parts) => parts.Real.Tape.Concatenate(0, parts.Real, parts.Imaginary);
}
