namespace Autograd.Examples.Greeks;

/// <summary>How much is computed: by default as much as in the public benchmark that the four computations are taken from.</summary>
internal sealed record Settings
{
    /// <summary>The paths of the call in Heston's model.</summary>
    public PathSettings Heston { get; init; } = new(20, 512);

    /// <summary>The paths of the credit valuation adjustment.</summary>
    public PathSettings Credit { get; init; } = new(10, 1024);

    /// <summary>The paths of the swaptions: short blocks, since each path has eighty rates.</summary>
    public PathSettings Libor { get; init; } = new(80, 128);

    /// <summary>The number of smiles that are calibrated at once.</summary>
    public int Smiles { get; init; } = 256;

    /// <summary>
    /// The call in Heston's model. 2κθ > ξ², so that the variance stays away from 0: where it comes there, pathwise derivatives through √v have no finite variance.
    /// </summary>
    public HestonCall CreateHeston() => new(new(100, 0.04, 2, 0.05, 0.3, -0.7, 0.03, 0.01), strike: 105, years: 1, steps: 100, Heston);
}
