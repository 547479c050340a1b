using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Examples.Greeks;

/// <summary>
/// Least squares for many smiles at once, by K. Levenberg's and D. Marquardt's method: three parameters each, eight smiles in a vector. It is given the model's
/// volatilities and their derivatives, and says where to try next.
/// </summary>
/// <param name="smiles">How many smiles, a multiple of eight.</param>
/// <param name="quotes">How many quotes each has.</param>
internal sealed class SmileSolver(int smiles, int quotes)
{
    /// <summary>The number of parameters: α, ρ and ν.</summary>
    public const int Parameters = 3;

    private const double FirstDamping = 1e-3;
    private const double SmallStep = 1e-12;
    private const double Rounding = 1e-12;
    private const double LeastParameter = 1e-4;
    private const double LargestCorrelation = 0.999;

    private readonly Symmetric3[] _products = new Symmetric3[smiles / Vector512<double>.Count];
    private readonly Vector3[] _slopes = new Vector3[smiles / Vector512<double>.Count];
    private readonly Vector3[] _accepted = new Vector3[smiles / Vector512<double>.Count];
    private readonly Vector512<double>[] _costs = new Vector512<double>[smiles / Vector512<double>.Count];
    private readonly Vector512<double>[] _dampings = new Vector512<double>[smiles / Vector512<double>.Count];

    /// <summary>Where the model is to be evaluated next: α of all smiles, then ρ, then ν.</summary>
    public double[] Trial { get; } = new double[Parameters * smiles];

    /// <summary>Begins at the parameters that <see cref="Trial"/> holds.</summary>
    public void Begin()
    {
        _costs.AsSpan().Fill(Vector512.Create(double.PositiveInfinity));
        _dampings.AsSpan().Fill(Vector512.Create(FirstDamping));
    }

    /// <summary>Takes what the model gives at <see cref="Trial"/>, keeps it where it fits better, and steps on from what is kept.</summary>
    /// <param name="quoted">The quotes, a row of all smiles for each.</param>
    /// <param name="model">The model's volatilities.</param>
    /// <param name="byAlpha">Their derivatives by α.</param>
    /// <param name="byRho">Their derivatives by ρ.</param>
    /// <param name="byNu">Their derivatives by ν.</param>
    /// <returns>Whether there is anything left to do.</returns>
    public bool Step(ReadOnlySpan<double> quoted, ReadOnlySpan<double> model, ReadOnlySpan<double> byAlpha, ReadOnlySpan<double> byRho, ReadOnlySpan<double> byNu)
    {
        bool moves = false;
        for (int v = 0; v < _costs.Length; v++)
        {
            int first = v * Vector512<double>.Count;
            Vector512<double> cost = Vector512<double>.Zero;
            Symmetric3 products = default;
            Vector3 slopes = default;
            for (int k = 0; k < quotes; k++)
            {
                int at = (k * smiles) + first;
                Vector3 derivatives = new(Load(byAlpha, at), Load(byRho, at), Load(byNu, at));
                Vector512<double> residual = Load(model, at) - Load(quoted, at);
                cost = Vector512.FusedMultiplyAdd(residual, residual, cost);
                slopes += derivatives * residual;
                products += Symmetric3.Square(derivatives);
            }

            // Near the end costs differ by rounding alone, where steps are right still.
            Vector512<double> isBetter = Vector512.LessThan(cost, _costs[v] * Vector512.Create(1 + Rounding));
            Vector3 trial = new(Load(Trial, first), Load(Trial, smiles + first), Load(Trial, (2 * smiles) + first));
            _costs[v] = Vector512.ConditionalSelect(isBetter, cost, _costs[v]);
            _dampings[v] *= Vector512.ConditionalSelect(isBetter, Vector512.Create(0.1), Vector512.Create(10.0));
            _accepted[v] = Vector3.Select(isBetter, trial, _accepted[v]);
            _slopes[v] = Vector3.Select(isBetter, slopes, _slopes[v]);
            _products[v] = Symmetric3.Select(isBetter, products, _products[v]);

            Vector3 accepted = _accepted[v], next = accepted - _products[v].Damped(_dampings[v]).Solve(_slopes[v]);
            Vector512<double> least = Vector512.Create(LeastParameter), bound = Vector512.Create(LargestCorrelation);
            next = new(Vector512.Max(next.X, least), Vector512.Min(Vector512.Max(next.Y, -bound), bound), Vector512.Max(next.Z, least));
            Vector512<double> step = Vector512.Max(Vector512.Max(Vector512.Abs((next.X / accepted.X) - Vector512<double>.One), Vector512.Abs(next.Y - accepted.Y)), Vector512.Abs((next.Z / accepted.Z) - Vector512<double>.One));
            moves |= Vector512.GreaterThanAny(step, Vector512.Create(SmallStep));
            Store(next, first);
        }

        return moves;
    }

    /// <summary>Sets <see cref="Trial"/> to the parameters that fit best.</summary>
    public void End()
    {
        for (int v = 0; v < _accepted.Length; v++) Store(_accepted[v], v * Vector512<double>.Count);
    }

    private static Vector512<double> Load(ReadOnlySpan<double> values, int at) => Vector512.LoadUnsafe(in MemoryMarshal.GetReference(values), (nuint)at);

    private void Store(Vector3 values, int first)
    {
        values.X.CopyTo(Trial, first);
        values.Y.CopyTo(Trial, smiles + first);
        values.Z.CopyTo(Trial, (2 * smiles) + first);
    }
}
