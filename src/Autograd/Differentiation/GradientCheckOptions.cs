namespace Autograd;

/// <summary>Settings of a gradient check.</summary>
public sealed record GradientCheckOptions
{
    private readonly double? _productTolerance;

    /// <summary>The settings of a check that is given none.</summary>
    public static GradientCheckOptions Default { get; } = new();

    /// <summary>
    /// Up to which order derivatives are checked. 1 checks the vector-Jacobian product; 2, the default, also checks the derivative of
    /// that product, by the inputs and by the cotangent; each further order does the same to the one before.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Order
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Order));
            field = value;
        }
    }

    = 2;

    /// <summary>The largest error of a derivative against its five-point difference, relative to the scale.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>
    /// The largest difference of ⟨u, J v⟩ and ⟨Jᵀ u, v⟩, relative to the sum of the sizes of their terms. Both sides are exact but for
    /// rounding, so it is smaller than <see cref="Tolerance"/>, and goes with it unless it is given: 10⁻⁴ of it, 1e-12 by default.
    /// </summary>
    public double ProductTolerance
    {
        get => _productTolerance ?? Tolerance / 1e4;
        init => _productTolerance = value;
    }

    /// <summary>The seed of the directions u and v. The same seed gives the same check.</summary>
    public ulong Seed { get; init; } = 1;
}
