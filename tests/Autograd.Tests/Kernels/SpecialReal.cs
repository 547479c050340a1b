namespace Autograd.Tests;

/// <summary>The gamma function's logarithm and its derivatives, and modified Bessel functions, to some 55 digits: the reference for what is computed of them.</summary>
internal static class SpecialReal
{
    private static readonly BigReal[] Bernoulli = MakeBernoulli(80);

    public static BigReal BernoulliNumber(int n) => Bernoulli[n];

    /// <summary>ln |Γ(x)| by Stirling's series from 60 on; below 0 by reflection.</summary>
    public static BigReal LogGamma(BigReal x)
    {
        if (x.Sign < 0) return -BigReal.Log(BigReal.Abs(x * SinPi(x) / BigReal.Pi)) - LogGamma(-x);
        BigReal y = x, product = 1;
        for (; y < 60; y += 1) product *= y;
        BigReal square = y * y, power = y, sum = ((y - 0.5) * BigReal.Log(y)) - y + BigReal.Log(BigReal.Pi.Scale(1)).Scale(-1);
        for (int j = 1; j < 40; j++, power *= square) sum += Bernoulli[2 * j] / (power * (2 * j * ((2 * j) - 1)));
        return sum - BigReal.Log(product);
    }

    public static BigReal Digamma(BigReal x)
    {
        if (x.Sign < 0) return Digamma((BigReal)1 - x) - (BigReal.Pi * CosPi(x) / SinPi(x));
        BigReal y = x, sum = 0;
        for (; y < 60; y += 1) sum -= (BigReal)1 / y;
        BigReal square = y * y, power = square;
        sum += BigReal.Log(y) - ((BigReal)1 / y.Scale(1));
        for (int j = 1; j < 40; j++, power *= square) sum -= Bernoulli[2 * j] / (power * (2 * j));
        return sum;
    }

    /// <summary>The derivatives of it, n ≥ 1, of positive x.</summary>
    public static BigReal Polygamma(BigReal x, int n)
    {
        BigReal y = x, sum = 0, factorial = 1;
        for (int k = 2; k <= n; k++) factorial *= k;
        for (; y < 60; y += 1) sum += factorial / Power(y, n + 1);
        sum += factorial / n / Power(y, n);
        sum += (factorial / Power(y, n + 1)).Scale(-1);
        BigReal rising = factorial * (n + 1);
        for (int j = 1; j < 40; j++)
        {
            // (2j + n − 1)! / (2j)!
            sum += Bernoulli[2 * j] * (rising / 2) / Power(y, (2 * j) + n);
            rising = rising * ((2 * j) + n) * ((2 * j) + n + 1) / (((2 * j) + 1) * ((2 * j) + 2));
        }

        return n % 2 == 1 ? sum : -sum;
    }

    /// <summary>e^−x Iₙ(x) for x ≥ 0.</summary>
    public static BigReal BesselScaled(BigReal x, int order)
    {
        BigReal sum, term;
        if (x > 100)
        {
            sum = term = 1;
            for (int k = 1; k < 90; k++)
            {
                int odd = (2 * k) - 1;
                term = term * ((odd * odd) - (4 * order * order)) / (x * (8 * k));
                sum += term;
            }

            return sum / BigReal.Sqrt(BigReal.Pi.Scale(1) * x);
        }

        BigReal square = (x * x).Scale(-2);
        sum = term = order == 0 ? 1 : x.Scale(-1);
        for (int k = 1; k < 250; k++) sum += term = term * square / (k * (k + order));
        return sum * BigReal.Exp(-x);
    }

    /// <summary>e^−x (I₀(x) − I₁(x)) for x ≥ 0: far out as the sum of the differences of the terms.</summary>
    public static BigReal BesselDifference(BigReal x)
    {
        if (x < 100) return BesselScaled(x, 0) - BesselScaled(x, 1);
        BigReal first = 1, second = 1, sum = 0;
        for (int k = 1; k < 90; k++)
        {
            int odd = (2 * k) - 1;
            first = first * (odd * odd) / (x * (8 * k));
            second = second * ((odd * odd) - 4) / (x * (8 * k));
            sum += first - second;
        }

        return sum / BigReal.Sqrt(BigReal.Pi.Scale(1) * x);
    }

    public static BigReal SinPi(BigReal x) => BigReal.Sin(BigReal.Pi * x);

    public static BigReal CosPi(BigReal x) => BigReal.Cos(BigReal.Pi * x);

    private static BigReal Power(BigReal x, int n)
    {
        BigReal power = 1;
        for (int k = 0; k < n; k++) power *= x;
        return power;
    }

    /// <summary>From Σ (n + 1 over k) Bₖ = 0, in exact fractions.</summary>
    private static BigReal[] MakeBernoulli(int count)
    {
        var numerators = new System.Numerics.BigInteger[count];
        var denominators = new System.Numerics.BigInteger[count];
        var values = new BigReal[count];
        for (int n = 0; n < count; n++)
        {
            System.Numerics.BigInteger numerator = n == 0 ? 1 : 0, denominator = 1, binomial = 1;
            for (int k = 0; k < n; k++)
            {
                numerator = (numerator * denominators[k]) - (binomial * numerators[k] * denominator);
                denominator *= denominators[k];
                System.Numerics.BigInteger common = System.Numerics.BigInteger.GreatestCommonDivisor(numerator, denominator);
                numerator /= common;
                denominator /= common;
                binomial = binomial * (n + 1 - k) / (k + 1);
            }

            numerators[n] = numerator;
            denominators[n] = denominator * (n + 1);
            values[n] = BigReal.Ratio(numerators[n], denominators[n]);
        }

        return values;
    }
}
