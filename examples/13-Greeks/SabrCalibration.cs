using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Examples.Greeks;

/// <summary>
/// SABR models of many smiles, each calibrated to fifteen quoted volatilities by least squares, and an option priced by each. The inputs are the quotes; the price is
/// that of all options.
/// </summary>
/// <remarks>
/// Where it is calibrated, Jᵀ (σ(p) − q) = 0 for the parameters p. So the implicit function has dp/dq = H⁻¹ Jᵀ with H = JᵀJ + Σ (σ − q) ∇²σ, and no derivative
/// passes through the iterations. Each quote depends on its own copy of the parameters: then J is the gradient of the sum of all volatilities by the copies.
/// </remarks>
internal sealed class SabrCalibration : IPricing
{
    /// <summary>The number of quotes of a smile.</summary>
    public const int Quotes = 15;

    /// <summary>What an option is on.</summary>
    public const double Notional = 100;

    /// <summary>The strike of what is priced, divided by the forward.</summary>
    public const double PricedMoneyness = 1.15;

    /// <summary>After how many evaluations a calibration is given up.</summary>
    public const int MostSteps = 50;

    private const double QuoteNoise = 0.002;
    private static readonly TapeOptions Deferred = new() { Evaluation = EvaluationMode.Deferred };

    private readonly Tape<double> _evaluation = new(Deferred);
    private readonly Tape<double> _price = new(Deferred);
    private readonly Tape<double> _implicit = new(Deferred);
    private readonly Shape _row;
    private readonly Shape _all;

    /// <summary>Smiles of different forwards and expiries, with quotes that no model fits quite.</summary>
    /// <param name="smiles">How many, a multiple of eight.</param>
    /// <param name="seed">Decides the market.</param>
    public SabrCalibration(int smiles, ulong seed = 1)
    {
        (Smiles, _row, _all) = (smiles, [1, smiles], [Quotes, smiles]);
        Solver = new SmileSolver(smiles, Quotes);
        (Inputs, G, L, Factor) = (new double[Quotes * smiles], new double[Quotes * smiles], new double[Quotes * smiles], new double[Quotes * smiles]);
        (Forwards, Years, Start, PricedG, PricedL, PricedFactor) = (new double[smiles], new double[smiles], new double[3 * smiles], new double[smiles], new double[smiles], new double[smiles]);
        ParameterSensitivities = new double[SmileSolver.Parameters, Quotes * smiles];
        RandomGenerator random = new(seed);
        for (int s = 0; s < smiles; s++)
        {
            double forward = Forwards[s] = 0.02 + (0.04 * random.NextUniform()), years = Years[s] = 0.5 + (9.5 * random.NextUniform());
            double level = 0.2 + (0.2 * random.NextUniform()), rho = -0.5 + (0.6 * random.NextUniform()), nu = 0.25 + (0.35 * random.NextUniform());
            double alpha = level * Math.Pow(forward, 1 - SabrFormula.Exponent);
            for (int k = 0; k < Quotes; k++)
            {
                int at = (k * smiles) + s;
                double strike = StrikeOf(k, s);
                Inputs[at] = SabrFormula.Volatility(forward, strike, years, alpha, rho, nu) + (QuoteNoise * random.NextNormal());
                (G[at], L[at], Factor[at]) = SabrFormula.Fixed(forward, strike);
            }

            (PricedG[s], PricedL[s], PricedFactor[s]) = SabrFormula.Fixed(forward, PricedMoneyness * forward);
        }

        Names = [.. Enumerable.Range(0, Quotes * smiles).Select(k => $"quote {k / smiles} of smile {k % smiles}")];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The quoted volatilities: for each strike a row of all smiles.</summary>
    public double[] Inputs { get; }

    /// <summary>The number of smiles.</summary>
    public int Smiles { get; }

    /// <summary>What finds the parameters; after a price its trial is where they fit best.</summary>
    public SmileSolver Solver { get; }

    /// <summary>Where the calibration begins.</summary>
    public double[] Start { get; }

    /// <summary>The forwards.</summary>
    public double[] Forwards { get; }

    /// <summary>The times to expiry.</summary>
    public double[] Years { get; }

    /// <summary>What <see cref="SabrFormula.Fixed"/> gives for the quotes, a row of all smiles for each.</summary>
    public double[] G { get; }

    /// <inheritdoc cref="G"/>
    public double[] L { get; }

    /// <inheritdoc cref="G"/>
    public double[] Factor { get; }

    /// <summary>What <see cref="SabrFormula.Fixed"/> gives for the options that are priced.</summary>
    public double[] PricedG { get; }

    /// <inheritdoc cref="PricedG"/>
    public double[] PricedL { get; }

    /// <inheritdoc cref="PricedG"/>
    public double[] PricedFactor { get; }

    /// <summary>The derivatives of α, ρ and ν by the quotes of their smile.</summary>
    public double[,] ParameterSensitivities { get; }

    /// <summary>How often the model was evaluated in the last calibration.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The strike of a quote: from half the forward to twice as much.</summary>
    public double StrikeOf(int quote, int smile) => Forwards[smile] * Math.Exp(0.1 * (quote - (Quotes / 2)));

    /// <summary>The strike of the option that is priced.</summary>
    public double PricedStrike(int smile) => PricedMoneyness * Forwards[smile];

    /// <inheritdoc/>
    public double Price()
    {
        Calibrate();
        _price.Reset();
        (Variable<double> alpha, Variable<double> rho, Variable<double> nu) = Parameters(_price);
        return Options(alpha, rho, nu).Scalar;
    }

    /// <inheritdoc/>
    public double PriceAndSensitivities(Span<double> sensitivities)
    {
        Calibrate();
        _implicit.Reset();
        (Variable<double> alpha, Variable<double> rho, Variable<double> nu) = Parameters(_implicit);
        Variable<double> price = Options(alpha, rho, nu);
        Gradients<double> slopes = price.Backward();
        Variable<double> alphas = alpha.BroadcastTo(_all), rhos = rho.BroadcastTo(_all), nus = nu.BroadcastTo(_all);
        Variable<double> model = Volatilities(alphas, rhos, nus), residuals = (model - _implicit.Constant(Inputs, _all)).StopGradient();
        Gradients<double> jacobian = model.Sum().Backward();
        Variable<double> byAlpha = jacobian[alphas], byRho = jacobian[rhos], byNu = jacobian[nus];
        Gradients<double> curvatureAlpha = (residuals * byAlpha).Sum().Backward(), curvatureRho = (residuals * byRho).Sum().Backward(), curvatureNu = (residuals * byNu).Sum().Backward();
        Solve(
            new Columns(curvatureAlpha[alpha].Span, curvatureAlpha[rho].Span, curvatureAlpha[nu].Span), new Columns(default, curvatureRho[rho].Span, curvatureRho[nu].Span),
            curvatureNu[nu].Span, new Columns(slopes[alpha].Span, slopes[rho].Span, slopes[nu].Span), new Columns(byAlpha.Span, byRho.Span, byNu.Span), sensitivities);
        return price.Scalar;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _evaluation.Dispose();
        _price.Dispose();
        _implicit.Dispose();
    }

    /// <summary>Sets where the calibration begins: α from the quote at the money.</summary>
    public void BeginCalibration()
    {
        for (int s = 0; s < Smiles; s++)
        {
            Solver.Trial[s] = Inputs[(Quotes / 2 * Smiles) + s] * Math.Pow(Forwards[s], 1 - SabrFormula.Exponent);
            (Solver.Trial[Smiles + s], Solver.Trial[(2 * Smiles) + s]) = (-0.1, 0.4);
        }

        Solver.Begin();
    }

    private void Calibrate()
    {
        BeginCalibration();
        Evaluations = 0;
        do Evaluations++;
        while (Evaluate() && Evaluations < MostSteps);
        Solver.End();
    }

    private bool Evaluate()
    {
        _evaluation.Reset();
        (Variable<double> alpha, Variable<double> rho, Variable<double> nu) = Parameters(_evaluation);
        Variable<double> alphas = alpha.BroadcastTo(_all), rhos = rho.BroadcastTo(_all), nus = nu.BroadcastTo(_all);
        Variable<double> model = Volatilities(alphas, rhos, nus);
        Gradients<double> jacobian = model.Sum().Backward();

        // Derivatives first: they take the values along, where a plan for the values alone would leave all that the derivatives need in memory.
        ReadOnlySpan<double> byAlpha = jacobian[alphas].Span, byRho = jacobian[rhos].Span, byNu = jacobian[nus].Span;
        return Solver.Step(Inputs, model.Span, byAlpha, byRho, byNu);
    }

    private (Variable<double> Alpha, Variable<double> Rho, Variable<double> Nu) Parameters(Tape<double> tape)
    {
        ReadOnlySpan<double> values = Solver.Trial;
        return (tape.Variable(values[..Smiles], _row, "α"), tape.Variable(values.Slice(Smiles, Smiles), _row, "ρ"), tape.Variable(values[(2 * Smiles)..], _row, "ν"));
    }

    private Variable<double> Volatilities(Variable<double> alphas, Variable<double> rhos, Variable<double> nus)
    {
        Tape<double> tape = alphas.Tape;
        return SabrFormula.Volatility(alphas, rhos, nus, tape.Constant(G, _all), tape.Constant(L, _all), tape.Constant(Factor, _all), tape.Constant(Years, _row));
    }

    private Variable<double> Options(Variable<double> alpha, Variable<double> rho, Variable<double> nu)
    {
        Tape<double> tape = alpha.Tape;
        Variable<double> forwards = tape.Constant(Forwards, _row), years = tape.Constant(Years, _row);
        Variable<double> volatility = SabrFormula.Volatility(alpha, rho, nu, tape.Constant(PricedG, _row), tape.Constant(PricedL, _row), tape.Constant(PricedFactor, _row), years);
        return Notional * Black.Call(forwards, PricedMoneyness * forwards, volatility * years.Sqrt()).Sum();
    }

    /// <summary>dp/dq = H⁻¹ Jᵀ, and the price's derivatives from it.</summary>
    private void Solve(Columns alpha, Columns rho, ReadOnlySpan<double> nuNu, Columns slopes, Columns jacobian, Span<double> sensitivities)
    {
        Span<double> parameters = MemoryMarshal.CreateSpan(ref ParameterSensitivities[0, 0], ParameterSensitivities.Length);
        for (int first = 0; first < Smiles; first += Vector512<double>.Count)
        {
            Symmetric3 hessian = new(Load(alpha.A, first), Load(alpha.B, first), Load(alpha.C, first), Load(rho.B, first), Load(rho.C, first), Load(nuNu, first));
            for (int at = first; at < Inputs.Length; at += Smiles) hessian += Symmetric3.Square(jacobian.At(at));
            Vector3 price = slopes.At(first);
            for (int at = first; at < Inputs.Length; at += Smiles)
            {
                Vector3 moved = hessian.Solve(jacobian.At(at));
                moved.X.CopyTo(parameters[at..]);
                moved.Y.CopyTo(parameters[(Inputs.Length + at)..]);
                moved.Z.CopyTo(parameters[((2 * Inputs.Length) + at)..]);
                ((price.X * moved.X) + (price.Y * moved.Y) + (price.Z * moved.Z)).CopyTo(sensitivities[at..]);
            }
        }
    }

    private static Vector512<double> Load(ReadOnlySpan<double> values, int at) => Vector512.LoadUnsafe(in MemoryMarshal.GetReference(values), (nuint)at);

    /// <summary>Derivatives by α, ρ and ν.</summary>
    private readonly ref struct Columns(ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c)
    {
        public ReadOnlySpan<double> A { get; } = a;

        public ReadOnlySpan<double> B { get; } = b;

        public ReadOnlySpan<double> C { get; } = c;

        public Vector3 At(int index) => new(Load(A, index), Load(B, index), Load(C, index));
    }
}
