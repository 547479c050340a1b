using System.Numerics;

namespace Autograd.Tests.Operations;

/// <summary>
/// Values and slopes of the functions at many points of each type, edges of their domains and of their formulas among them, in units in the last
/// place against 55 digits. Points at which a result is not a normal number are left out, and those about zeros that are no numbers.
/// </summary>
public partial class AccuracyTests
{
    private const double Most = 1e300;

    /// <summary>What is allowed, in units in the last place.</summary>
    private const double AllowedForValues = 2, AllowedForSlopes = 4;

    /// <summary>Those that are allowed more, since what it takes to keep the aim would double or multiply their time: see docs/accuracy.md.</summary>
    private static readonly Dictionary<string, (double Value, double Slope)> Faster = new() { ["Gelu"] = (7, 8), ["GeluTanh"] = (6, 5000) };

    /// <summary>Points a function and type; a million and more where the environment says so.</summary>
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("AUTOGRAD_TESTS_ACCURACY_POINTS"), out int count) ? count : 2000;

    public static TheoryData<string> Names => [.. Domains.Keys];

    /// <summary>Where a function is tried.</summary>
    private static readonly Dictionary<string, (double Low, double High)> Domains = new()
    {
        ["Exp"] = (-745, 710),
        ["Expm1"] = (-745, 710),
        ["Log"] = (0, Most),
        ["Log1p"] = (-1, Most),
        ["Reciprocal"] = (-Most, Most),
        ["Pow"] = (0, 1e100),
        ["Sin"] = (-1e15, 1e15),
        ["Cos"] = (-1e15, 1e15),
        ["Tan"] = (-1e15, 1e15),
        ["Atan"] = (-Most, Most),
        ["Cosh"] = (-711, 711),
        ["Tanh"] = (-400, 400),
        ["LogAddExp"] = (-745, Most),
        ["LogSigmoid"] = (-1e30, 745),
        ["Softplus"] = (-745, 1e30),
        ["Silu"] = (-700, 1e30),
        ["Gelu"] = (-37, 1e30),
        ["GeluTanh"] = (-20, 1e30),
        ["Elu"] = (-80, 1e30),
        ["Erf"] = (-26, 26),
        ["Erfc"] = (-26, 26),
        ["NormalDistribution"] = (-37, 37),
        ["LogNormalDistribution"] = (-20000, 37),
        ["Exp2"] = (-1075, 1024),
        ["Log2"] = (0, Most),
        ["Log10"] = (0, Most),
        ["Sqrt"] = (0, Most),
        ["Rsqrt"] = (0, Most),
        ["Asin"] = (-1, 1),
        ["Acos"] = (-1, 1),
        ["Atan2"] = (-Most, Most),
        ["Sinh"] = (-711, 711),
        ["Asinh"] = (-Most, Most),
        ["Acosh"] = (1, Most),
        ["Atanh"] = (-1, 1),
        ["Hypot"] = (-Most, Most),
        ["Sigmoid"] = (-745, 745),
        ["Logit"] = (0, 1),
        ["Mish"] = (-80, 1e30),
        ["Celu"] = (-60, 1e30),
        ["Selu"] = (-80, 1e30),
        ["Softsign"] = (-1e30, 1e30),
        ["ErfInv"] = (-1, 1),
        ["NormalQuantile"] = (0, 1),
        ["LogGamma"] = (0, Most),
        ["Digamma"] = (0, Most),
        ["Trigamma"] = (0, Most),
        ["Sinc"] = (-40, 40),
        ["BesselI0e"] = (-Most, Most),
        ["BesselI1e"] = (-Most, Most),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_slopes_are_right_in_float(string name) => Check<float>(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_slopes_are_right_in_double(string name) => Check<double>(name);

    /// <summary>The fast reference is itself judged by the slow one, made of integers and series.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_reference_is_right_to_sixty_bits_and_more(string name)
    {
        double[] points = Points<double>(name, 200);
        using var tape = new Tape<double>();
        double[] values = Record(name, tape.Variable(points, [points.Length], "x")).ToArray();
        for (int i = 0; i < points.Length; i++)
        {
            double x = points[i], found = values[i];
            if (!IsMeant<double>(name, x) || IsExtreme(name, x) || !double.IsFinite(found)) continue;
            var (exact, exactSlope) = Exact(name, x, found);
            var (value, slope) = Reference.WithSlope(name, x, found);
            Expect("value", exact, value, x);
            if (!IsZeroOfSlope(name, x)) Expect("slope", exactSlope, slope, x);
        }

        void Expect(string what, BigReal exact, Reference actual, double x)
        {
            if (exact.IsZero || exact.Log2Floor is < -1022 or > 1023) return;
            BigReal error = ((BigReal)actual.Value.High + actual.Value.Low).Scale(actual.Exponent) - exact;
            Assert.True(error.IsZero || error.Log2Floor <= exact.Log2Floor - 60, $"{name}: the {what} at {x:R} is right to {exact.Log2Floor - error.Log2Floor} bits");
        }
    }

    private static void Check<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Block = 1 << 16;
        T[] all = Points<T>(name, Count);
        Worst<T> worst = new("value"), worstSlope = new("slope");
        for (int start = 0; start < all.Length; start += Block)
        {
            T[] points = all[start..Math.Min(start + Block, all.Length)];
            using var tape = new Tape<T>();
            Variable<T> x = tape.Variable(points, [points.Length], "x"), y = Record(name, x);
            T[] values = y.ToArray(), slopes = y.Sum().Backward()[x].ToArray();
            for (int i = 0; i < points.Length; i++)
            {
                double p = double.CreateChecked(points[i]), found = double.CreateChecked(values[i]);
                if (!IsMeant<T>(name, p)) continue;
                bool isExtreme = IsExtreme(name, p) || !double.IsFinite(found);
                var exact = isExtreme ? Rounded(Exact(name, p, double.IsFinite(found) ? found : 1)) : Reference.WithSlope(name, p, found);
                worst.Compare(points[i], exact.Value, values[i]);
                if (!IsZeroOfSlope(name, p)) worstSlope.Compare(points[i], exact.Slope, slopes[i]);
            }
        }

        if (Environment.GetEnvironmentVariable("AUTOGRAD_TESTS_ACCURACY_TABLE") is { } file) File.AppendAllText(file, $"{name} {typeof(T).Name} {worst} {worstSlope}{Environment.NewLine}");
        var (value, slope) = Faster.GetValueOrDefault(name, (AllowedForValues, AllowedForSlopes));
        Assert.True(worst.Error <= value && worstSlope.Error <= slope, $"{name} of {typeof(T).Name}: {worst}, {worstSlope}");
        Assert.InRange(worst.Compared, all.Length / 5, all.Length);
        Assert.InRange(worstSlope.Compared, all.Length / 5, all.Length);
    }

    private static (Reference Value, Reference Slope) Rounded((BigReal Value, BigReal Slope) exact) => (Reference.Of(exact.Value), Reference.Of(exact.Slope));

    /// <summary>Where squares and reciprocals leave the range of doubles, or digits cancel beyond those of two.</summary>
    private static bool IsExtreme(string name, double x) => Math.Abs(x) is < 1e-140 or > 1e140 || (name is "Digamma" or "LogGamma" && Math.Abs(x - 1.4616321449683622) < 1e-3);

    /// <summary>The worst of the results compared, in units of the exact one's last place where that is a normal number.</summary>
    private sealed class Worst<T>(string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private T _at, _actual;

        public int Compared { get; private set; }

        public double Error { get; private set; }

        public void Compare(T at, Reference exact, T actual)
        {
            int leading = exact.Value.High == 0 ? int.MinValue : Math.ILogB(exact.Value.High) + exact.Exponent;
            (int least, int most) = typeof(T) == typeof(float) ? (-126, 127) : (-1022, 1023);
            if (leading < least || leading >= most) return;
            Compared++;
            double error = T.IsFinite(actual) ? exact.Error(actual) : double.PositiveInfinity;
            if (!(error <= Error)) (Error, _at, _actual) = (error, at, actual);
        }

        public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{what} {Error:F2} at {_at:R} ({_actual:R})");
    }

    private static T[] Points<T>(string name, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (low, high) = Domains[name];
        bool single = typeof(T) == typeof(float);
        double most = single ? 1e37 : 1e300;
        high = Math.Min(high, most);
        low = Math.Max(low, -most);
        var random = new SplitMix64(2024);
        var points = new List<T>();
        int smallest = single ? 125 : 1020;
        foreach (double edge in (double[])[0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 8, -0.5, 1 - 1e-9, 1 + 1e-9])
        {
            T p = T.CreateChecked(edge);
            foreach (T near in (T[])[p, T.BitIncrement(p), T.BitDecrement(p)]) Add(near);
        }

        double ordinary = single ? 88 : 710, root = 1.4616321449683622;
        ReadOnlySpan<double> special = [1, 2, root, 0.25, 0.75, 2.5, 8, -1.25, 1.5, 12.5, 37, Math.PI];
        for (int i = 0; points.Count < count; i++)
        {
            double unit = random.NextDouble(), sign = (random.Next() & 1) == 0 ? 1 : -1;
            ulong draw = random.Next();
            double p = (i & 7) switch
            {
                0 => low + (unit * (Math.Min(high, 10) - low)),
                1 => sign * unit * Math.Min(10, high),
                2 => sign * Math.ScaleB(1 + unit, (int)(draw % 40) - 20),
                3 => high <= 1 ? 1 - Math.ScaleB(1 + unit, -(int)(draw % (single ? 23u : 52u)) - 1) : Math.Exp(unit * Math.Log(Math.Min(high, draw % 4 == 0 ? most : 1e30))),
                4 => sign * Math.ScaleB(1 + unit, draw % 4 == 0 ? -(int)(random.Next() % (ulong)smallest) : (int)(random.Next() % 240) - 120),
                5 => ((int)(draw % 64) - 32) / 8.0 + (sign * Math.ScaleB(1 + unit, -(int)(random.Next() % 52) - 4)),
                6 => sign * unit * Math.Min(ordinary, high),
                _ => special[(int)(draw % (ulong)special.Length)] * (1 + (sign * Math.ScaleB(1 + unit, -(int)(random.Next() % 52) - 3))),
            };
            Add(T.CreateSaturating(p));
        }

        return [.. points];

        void Add(T p)
        {
            double x = double.CreateChecked(p);
            if (x > low && x < high && x != 0 && double.IsFinite(x)) points.Add(p);
        }
    }

    private static bool IsMeant<T>(string name, double x) => name switch
    {
        // x times a number that is not normal.
        "Mish" or "Silu" => x > (typeof(T) == typeof(float) ? -87 : -708),

        "GeluTanh" => typeof(T) == typeof(double) || x > -9.9,

        // ln Γ from where it overflows.
        "LogGamma" => x < 1e36 && x != 1 && x != 2,
        "Sinc" => x != Math.Round(x),
        _ => true,
    };

    /// <summary>Where the slope crosses 0, at no number, its digits cannot be had.</summary>
    private static bool IsZeroOfSlope(string name, double x) => name switch
    {
        "Sinc" => Math.Abs(x) > 1.1,
        "BesselI1e" => Math.Abs(x) is > 0.3 and < 6,
        "Mish" => Math.Abs(x + 1.2) < 0.4,
        "Silu" => Math.Abs(x + 1.2785) < 0.4,
        "Gelu" or "GeluTanh" => Math.Abs(x + 0.7518) < 0.3,
        _ => false,
    };

    private static Variable<T> Record<T>(string name, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            "Exp" => x.Exp(),
            "Expm1" => x.Expm1(),
            "Log" => x.Log(),
            "Log1p" => x.Log1p(),
            "Sqrt" => x.Sqrt(),
            "Reciprocal" => x.Reciprocal(),
            "Pow" => x.Pow(T.CreateChecked(2.5)),
            "Sin" => x.Sin(),
            "Cos" => x.Cos(),
            "Tan" => x.Tan(),
            "Atan" => x.Atan(),
            "Sinh" => x.Sinh(),
            "Cosh" => x.Cosh(),
            "Tanh" => x.Tanh(),
            "LogAddExp" => x.LogAddExp(x.Tape.Constant(T.CreateChecked(0.75))),
            "Sigmoid" => x.Sigmoid(),
            "LogSigmoid" => x.LogSigmoid(),
            "Softplus" => x.Softplus(),
            "Silu" => x.Silu(),
            "Gelu" => x.Gelu(),
            "GeluTanh" => x.GeluTanh(),
            "Elu" => x.Elu(T.CreateChecked(0.75)),
            "Erf" => x.Erf(),
            "Erfc" => x.Erfc(),
            "NormalDistribution" => x.NormalDistribution(),
            "LogNormalDistribution" => x.LogNormalDistribution(),
            "Log2" => x.Log2(),
            "Log10" => x.Log10(),
            "Exp2" => x.Exp2(),
            "Rsqrt" => x.Rsqrt(),
            "Asin" => x.Asin(),
            "Acos" => x.Acos(),
            "Asinh" => x.Asinh(),
            "Acosh" => x.Acosh(),
            "Atanh" => x.Atanh(),
            "Logit" => x.Logit(),
            "Hypot" => x.Hypot(T.CreateChecked(0.75)),
            "Atan2" => x.Atan2(T.CreateChecked(-0.75)),
            "LogGamma" => x.LogGamma(),
            "Digamma" => x.Digamma(),
            "Trigamma" => x.Trigamma(),
            "NormalQuantile" => x.NormalQuantile(),
            "ErfInv" => x.ErfInv(),
            "Sinc" => x.Sinc(),
            "BesselI0e" => x.BesselI0e(),
            "BesselI1e" => x.BesselI1e(),
            "Mish" => x.Mish(),
            "Celu" => x.Celu(T.CreateChecked(0.75)),
            "Selu" => x.Selu(),
            "Softsign" => Autograd.Operations.Softsign(x),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
}
