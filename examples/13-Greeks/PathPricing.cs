namespace Autograd.Examples.Greeks;

/// <summary>How many paths are drawn, how many of them are on the tape at once, and the seed of their random numbers.</summary>
/// <param name="Blocks">The number of blocks. All are the same program, so that plans are found again and memory is reused.</param>
/// <param name="PathsPerBlock">The length of the paths' dimension: long enough that a node's work outweighs its administration, short enough for the caches.</param>
/// <param name="Seed">Equal seeds give equal paths, everywhere.</param>
internal readonly record struct PathSettings(int Blocks, int PathsPerBlock, ulong Seed = 1);

/// <summary>A mean and its standard error.</summary>
/// <param name="Value">The mean over all paths.</param>
/// <param name="Error">The standard deviation of the means of blocks, divided by the root of their number.</param>
internal readonly record struct Estimate(double Value, double Error);

/// <summary>
/// A price by Monte Carlo: the mean over paths, which are a dimension of the tensors. The paths go over the tape block by block, and the blocks' prices and
/// sensitivities are added up.
/// </summary>
internal abstract class PathPricing : IPricing
{
    private static readonly TapeOptions Deferred = new() { Evaluation = EvaluationMode.Deferred };

    private readonly Tape<double> _prices = new(Deferred);
    private readonly Tape<double> _sensitivities = new(Deferred);
    private readonly Shape _blockShape;

    /// <summary>A price by Monte Carlo.</summary>
    /// <param name="names">What the inputs are called.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="normals">How many normal numbers a path takes.</param>
    /// <param name="settings">The number of paths.</param>
    protected PathPricing(string[] names, double[] inputs, int normals, PathSettings settings)
    {
        (Names, Inputs, Settings) = (names, inputs, settings);
        _blockShape = [normals, settings.PathsPerBlock];
        Normals = new double[settings.Blocks * _blockShape.ElementCount];
        RandomGenerator random = new(settings.Seed);
        foreach (ref double normal in Normals.AsSpan()) normal = random.NextNormal();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public double[] Inputs { get; }

    /// <summary>The number of paths, in blocks.</summary>
    public PathSettings Settings { get; }

    /// <summary>The random numbers: for each block a matrix with a row for each that a path takes, and a column for each path.</summary>
    public double[] Normals { get; }

    /// <summary>The number of paths.</summary>
    public int Paths => Settings.Blocks * Settings.PathsPerBlock;

    /// <inheritdoc/>
    public double Price()
    {
        double sum = 0;
        for (int block = 0; block < Settings.Blocks; block++)
        {
            _prices.Reset();
            sum += PathSum(_prices.Constant(Inputs), NormalsOf(block, _prices)).Scalar;
        }

        return sum / Paths;
    }

    /// <inheritdoc/>
    public double PriceAndSensitivities(Span<double> sensitivities)
    {
        sensitivities.Clear();
        double sum = 0;
        for (int block = 0; block < Settings.Blocks; block++) sum += AddBlock(block, sensitivities);
        foreach (ref double sensitivity in sensitivities) sensitivity /= Paths;
        return sum / Paths;
    }

    /// <summary>The price and, behind it, its sensitivities, each with its standard error.</summary>
    public Estimate[] Estimates()
    {
        double[] block = new double[Inputs.Length], sums = new double[1 + block.Length], squares = new double[1 + block.Length];
        int blocks = Settings.Blocks;
        for (int b = 0; b < blocks; b++)
        {
            block.AsSpan().Clear();
            Add(0, AddBlock(b, block));
            for (int k = 0; k < block.Length; k++) Add(1 + k, block[k]);
        }

        return [.. sums.Zip(squares, (sum, square) => new Estimate(sum / blocks, Math.Sqrt(Math.Max(0, (square / blocks) - (sum / blocks * sum / blocks)) / Math.Max(1, blocks - 1))))];

        void Add(int k, double value)
        {
            double mean = value / Settings.PathsPerBlock;
            sums[k] += mean;
            squares[k] += mean * mean;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prices.Dispose();
        _sensitivities.Dispose();
    }

    /// <summary>Records the sum of what the paths of a block are worth today.</summary>
    /// <param name="inputs">The inputs, in one vector.</param>
    /// <param name="normals">The block's random numbers, a row for each that a path takes.</param>
    protected abstract Variable<double> PathSum(Variable<double> inputs, Variable<double> normals);

    private double AddBlock(int block, Span<double> sensitivities)
    {
        _sensitivities.Reset();
        Variable<double> inputs = _sensitivities.Variable(Inputs), sum = PathSum(inputs, NormalsOf(block, _sensitivities));
        ReadOnlySpan<double> gradient = sum.Backward()[inputs].Span;
        for (int k = 0; k < gradient.Length; k++) sensitivities[k] += gradient[k];
        return sum.Scalar;
    }

    private Variable<double> NormalsOf(int block, Tape<double> tape)
    {
        int count = _blockShape.ElementCount;
        return tape.Constant(Normals.AsSpan(block * count, count), _blockShape, "Z");
    }
}
