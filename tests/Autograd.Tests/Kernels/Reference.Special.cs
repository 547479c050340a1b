namespace Autograd.Tests;

/// <content>The gamma function's logarithm and its derivatives, and modified Bessel functions, of positive arguments.</content>
internal readonly partial struct Reference
{
    private const int GammaTerms = 17;

    private static readonly DoubleDouble[] Bernoulli = [.. Enumerable.Range(0, GammaTerms).Select(j => Rounded(SpecialReal.BernoulliNumber(2 * j)))];
    private static readonly DoubleDouble HalfLogOfTwoPi = Rounded(BigReal.Log(BigReal.Pi.Scale(1)).Scale(-1)), LogGammaAtZeros = -Rounded(SpecialReal.Digamma(1));

    /// <summary>ζ(k)/k and (ζ(k) − 1)/k, of the series about the zeros 1 and 2.</summary>
    private static readonly DoubleDouble[] ZetaAtOne = [.. Enumerable.Range(0, 44).Select(k => Zeta(k, 1))], ZetaAtTwo = [.. Enumerable.Range(0, 44).Select(k => Zeta(k, 2))];

    private static DoubleDouble Zeta(int k, int from)
    {
        if (k < 2) return 0;
        BigReal zeta = SpecialReal.Polygamma(from, k - 1);
        for (int i = 2; i < k; i++) zeta /= i;
        return Rounded(BigReal.Abs(zeta) / k);
    }

    private static DoubleDouble LogGamma(DoubleDouble x)
    {
        if (Math.Abs(x.High - 1) < 0.2) return LogGammaSeries(x - 1, -LogGammaAtZeros, ZetaAtOne);
        if (Math.Abs(x.High - 2) < 0.2) return LogGammaSeries(x - 2, (DoubleDouble)1 - LogGammaAtZeros, ZetaAtTwo);
        DoubleDouble y = x, product = 1;
        for (; y.High < 24; y += 1) product *= y;
        DoubleDouble q = (DoubleDouble)1 / y, square = q * q, sum = 0;
        for (int j = GammaTerms - 1; j >= 1; j--) sum = (sum * square) + (Bernoulli[j] / (2 * j * ((2 * j) - 1)));
        return ((y - 0.5) * LogOf(y)) - y + HalfLogOfTwoPi + (sum * q) - LogOf(product);
    }

    private static DoubleDouble LogGammaSeries(DoubleDouble t, DoubleDouble first, DoubleDouble[] zeta)
    {
        DoubleDouble sum = 0;
        for (int k = zeta.Length - 1; k >= 2; k--) sum = zeta[k] - (sum * t);
        return t * (first + (sum * t));
    }

    private static DoubleDouble Digamma(DoubleDouble x)
    {
        DoubleDouble y = x, shifted = 0;
        for (; y.High < 24; y += 1) shifted += (DoubleDouble)1 / y;
        DoubleDouble q = (DoubleDouble)1 / y, square = q * q, sum = 0;
        for (int j = GammaTerms - 1; j >= 1; j--) sum = (sum * square) + (Bernoulli[j] / (2 * j));
        return LogOf(y) - q.Scale(-1) - (sum * square) - shifted;
    }

    /// <summary>The first and second derivative of it.</summary>
    private static DoubleDouble Polygamma(DoubleDouble x, int n)
    {
        DoubleDouble y = x, shifted = 0;
        for (; y.High < 24; y += 1) shifted += (DoubleDouble)n / (n == 1 ? y * y : y * y * y);
        DoubleDouble q = (DoubleDouble)1 / y, square = q * q, sum = 0;
        for (int j = GammaTerms - 1; j >= 1; j--) sum = (sum * square) + (n == 1 ? Bernoulli[j] : Bernoulli[j] * ((2 * j) + 1));
        return n == 1 ? shifted + q + square.Scale(-1) + (sum * square * q) : -(shifted + square + (square * q) + (sum * square * square));
    }

    /// <summary>e^−x Iₙ(x): the power series, far out that in 1/x.</summary>
    private static DoubleDouble Bessel(DoubleDouble x, int order)
    {
        if (x.High > 40) return BesselFar(x, order) / Sqrt(Pi.Scale(1) * x);
        DoubleDouble square = (x * x).Scale(-2), term = order == 0 ? 1 : x.Scale(-1), sum = term;
        for (int k = 1; term.High > sum.High * 1e-33; k++) sum += term = term * square / (k * (k + order));
        return sum * PlainExp(-x);
    }

    private static DoubleDouble BesselFar(DoubleDouble x, int order)
    {
        DoubleDouble term = 1, sum = 1;
        for (int k = 1; k < 60 && Math.Abs(term.High) > 1e-33; k++)
        {
            int odd = (2 * k) - 1;
            sum += term = term * ((odd * odd) - (4 * order * order)) / (x * (8 * k));
        }

        return sum;
    }

    /// <summary>e^−x (I₀(x) − I₁(x)): far out as the sum of the differences of the terms.</summary>
    private static DoubleDouble BesselDifference(DoubleDouble x)
    {
        if (x.High <= 40) return Bessel(x, 0) - Bessel(x, 1);
        DoubleDouble first = 1, second = 1, sum = 0;
        for (int k = 1; k < 60 && first.High > 1e-33 * sum.High; k++)
        {
            int odd = (2 * k) - 1;
            first = first * (odd * odd) / (x * (8 * k));
            second = second * ((odd * odd) - 4) / (x * (8 * k));
            sum += first - second;
        }

        return sum / Sqrt(Pi.Scale(1) * x);
    }
}
