namespace Autograd.Solvers.Tests.LeastSquares;

/// <summary>The models of NIST's reference data sets, as the files state them: from the parameters b and the predictors x.</summary>
internal static class NistModels
{
    public static Variable<double> Evaluate(string name, Variable<double> b, Variable<double> x, Variable<double> x2) => name switch
    {
        "Misra1a" or "BoxBOD" => b[0] * (1 - (-b[1] * x).Exp()),
        "Misra1b" => b[0] * (1 - (1 + (b[1] * x / 2)).Pow(-2)),
        "Misra1c" => b[0] * (1 - (1 + (2 * b[1] * x)).Pow(-0.5)),
        "Misra1d" => b[0] * b[1] * x / (1 + (b[1] * x)),
        "DanWood" => b[0] * (x.Log() * b[1]).Exp(),
        "Chwirut1" or "Chwirut2" => (-b[0] * x).Exp() / (b[1] + (b[2] * x)),
        "Lanczos1" or "Lanczos2" or "Lanczos3" => Decay(b[0], b[1], x) + Decay(b[2], b[3], x) + Decay(b[4], b[5], x),
        "Gauss1" or "Gauss2" or "Gauss3" => Decay(b[0], b[1], x) + Bell(b[2], b[3], b[4], x) + Bell(b[5], b[6], b[7], x),
        "Kirby2" => (b[0] + (x * (b[1] + (x * b[2])))) / (1 + (x * (b[3] + (x * b[4])))),
        "Hahn1" or "Thurber" => (b[0] + (x * (b[1] + (x * (b[2] + (x * b[3])))))) / (1 + (x * (b[4] + (x * (b[5] + (x * b[6])))))),
        "Nelson" => b[0] - (b[1] * x * (-b[2] * x2).Exp()),
        "MGH09" => b[0] * (x.Square() + (x * b[1])) / (x.Square() + (x * b[2]) + b[3]),
        "MGH10" => b[0] * (b[1] / (x + b[2])).Exp(),
        "MGH17" => b[0] + (b[1] * (-x * b[3]).Exp()) + (b[2] * (-x * b[4]).Exp()),
        "Roszman1" => b[0] - (b[1] * x) - ((b[2] / (x - b[3])).Atan() / Math.PI),
        "ENSO" => b[0] + Wave(b[1], b[2], 12, x) + Wave(b[4], b[5], b[3], x) + Wave(b[7], b[8], b[6], x),
        "Rat42" => b[0] / (1 + (b[1] - (b[2] * x)).Exp()),
        "Rat43" => b[0] / ((1 + (b[1] - (b[2] * x)).Exp()).Log() / b[3]).Exp(),
        "Eckerle4" => b[0] / b[1] * (-0.5 * ((x - b[2]) / b[1]).Square()).Exp(),
        "Bennett5" => b[0] * (-(b[1] + x).Log() / b[2]).Exp(),
        _ => throw new ArgumentException(name),
    };

    private static Variable<double> Decay(Variable<double> a, Variable<double> rate, Variable<double> x) => a * (-rate * x).Exp();

    private static Variable<double> Bell(Variable<double> a, Variable<double> centre, Variable<double> width, Variable<double> x) =>
        a * (-((x - centre) / width).Square()).Exp();

    private static Variable<double> Wave(Variable<double> cosine, Variable<double> sine, double period, Variable<double> x) =>
        (cosine * (2 * Math.PI / period * x).Cos()) + (sine * (2 * Math.PI / period * x).Sin());

    private static Variable<double> Wave(Variable<double> cosine, Variable<double> sine, Variable<double> period, Variable<double> x) =>
        (cosine * (2 * Math.PI * x / period).Cos()) + (sine * (2 * Math.PI * x / period).Sin());
}
