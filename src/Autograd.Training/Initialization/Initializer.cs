using System.Globalization;

namespace Autograd;

/// <summary>
/// How the elements of a parameter start. Of weights, of shape [outputs, inputs, ...kernel], n is the number of inputs of one unit, inputs · kernel elements, and
/// m the number of units that one input reaches, outputs · kernel elements. Most have mean 0 and a variance that keeps signals about as large after a layer as before.
/// </summary>
/// <remarks>What <c>torch.nn.Linear</c> and <c>Conv2d</c> do by themselves is <c>Initializer.LeCunUniform.Scaled(1 / Math.Sqrt(3))</c>, with such biases.</remarks>
/// <example>
/// One of one's own: a ramp.
/// <code>
/// var ramp = new Initializer("Ramp", (values, shape, random) => { for (int i = 0; i &lt; values.Length; i++) values[i] = i; });
/// </code>
/// </example>
public sealed class Initializer
{
    private readonly string _name;
    private readonly Fill _fill;

    /// <summary>An initializer of one's own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fill">What writes the elements.</param>
    public Initializer(string name, Fill fill)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(fill);
        (_name, _fill) = (name, fill);
    }

    /// <summary>Writes the elements of a parameter.</summary>
    /// <param name="values">The elements, in row-major order; zeros before.</param>
    /// <param name="shape">The lengths.</param>
    /// <param name="random">Where random numbers come from.</param>
    public delegate void Fill(Span<double> values, Shape shape, RandomGenerator random);

    /// <summary>
    /// Uniform in ±√(6/(n + m)), of variance 2/(n + m): for tanh, sigmoid and linear layers.
    /// (X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.)
    /// </summary>
    public static Initializer GlorotUniform { get; } = UniformOf("GlorotUniform", static (n, m) => 2 / (n + m));

    /// <summary>Normal with variance 2/(n + m); for the same layers as <see cref="GlorotUniform"/>.</summary>
    public static Initializer GlorotNormal { get; } = NormalOf("GlorotNormal", static (n, m) => 2 / (n + m));

    /// <summary>
    /// Uniform in ±√(6/n), of variance 2/n: for layers followed by a rectifier.
    /// (K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015.)
    /// </summary>
    public static Initializer HeUniform { get; } = UniformOf("HeUniform", static (n, _) => 2 / n);

    /// <summary>Normal with variance 2/n; for the same layers as <see cref="HeUniform"/>.</summary>
    public static Initializer HeNormal { get; } = NormalOf("HeNormal", static (n, _) => 2 / n);

    /// <summary>Uniform in ±√(3/n), of variance 1/n: for SELU, and to be scaled by a <see cref="Gain"/>. (Y. LeCun et al., "Efficient backprop", 1998.)</summary>
    public static Initializer LeCunUniform { get; } = UniformOf("LeCunUniform", static (n, _) => 1 / n);

    /// <summary>Normal with variance 1/n; for the same layers as <see cref="LeCunUniform"/>.</summary>
    public static Initializer LeCunNormal { get; } = NormalOf("LeCunNormal", static (n, _) => 1 / n);

    /// <summary>
    /// A random matrix whose rows are orthonormal, or whose columns are where there are fewer; each such matrix equally likely. A kernel belongs to the columns.
    /// (A. Saxe, J. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014.)
    /// </summary>
    public static Initializer Orthogonal { get; } = new("Orthogonal", static (values, shape, random) =>
    {
        CheckWeight(shape);
        Orthonormal.Fill(values, shape[0], random);
    });

    /// <summary>
    /// Ones where output and input have the same index, at the middle of the kernel, and zeros: at first the layer hands on its input. A matrix of it is the
    /// identity; a kernel is known as a Dirac one.
    /// </summary>
    public static Initializer Identity { get; } = new("Identity", static (values, shape, _) =>
    {
        CheckWeight(shape);
        int middle = 0, kernel = 1;
        for (int d = 2; d < shape.Rank; d++) (middle, kernel) = ((middle * shape[d]) + (shape[d] / 2), kernel * shape[d]);
        for (int i = 0; i < Math.Min(shape[0], shape[1]) && kernel > 0; i++) values[(((i * shape[1]) + i) * kernel) + middle] = 1;
    });

    /// <summary>Zeros.</summary>
    public static Initializer Zeros { get; } = new("Zeros", static (values, _, _) => values.Clear());

    /// <summary>One number everywhere.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The initializer, for parameters of any shape.</returns>
    public static Initializer Constant(double value) => new(Text("Constant", value), (values, _, _) => values.Fill(value));

    /// <summary>Uniform from −<paramref name="limit"/> to <paramref name="limit"/>.</summary>
    /// <param name="limit">The limit, 0 or more.</param>
    /// <returns>The initializer, for parameters of any shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or not finite.</exception>
    public static Initializer Uniform(double limit)
    {
        if (!(double.IsFinite(limit) && limit >= 0)) throw TrainingErrors.Negative("Uniform", "limit", limit, nameof(limit));
        return new(Text("Uniform", limit), (values, _, random) => FillUniform(values, limit, random));
    }

    /// <summary>Normal with mean 0.</summary>
    /// <param name="deviation">The standard deviation, 0 or more.</param>
    /// <returns>The initializer, for parameters of any shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    public static Initializer Normal(double deviation)
    {
        if (!(double.IsFinite(deviation) && deviation >= 0)) throw TrainingErrors.Negative("Normal", "deviation", deviation, nameof(deviation));
        return new(Text("Normal", deviation), (values, _, random) => FillNormal(values, deviation, random));
    }

    /// <summary>Normal with mean 0, numbers beyond two deviations drawn again; what is left has a standard deviation of 0.88 times the given one.</summary>
    /// <param name="deviation">The standard deviation before, 0 or more.</param>
    /// <returns>The initializer, for parameters of any shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    /// <remarks>Elsewhere <c>torch.nn.init.trunc_normal_(w, std=s, a=-2*s, b=2*s)</c>, whose bounds are ±2 whatever s is, unless they are given.</remarks>
    public static Initializer TruncatedNormal(double deviation)
    {
        if (!(double.IsFinite(deviation) && deviation >= 0)) throw TrainingErrors.Negative("TruncatedNormal", "deviation", deviation, nameof(deviation));
        return new(Text("TruncatedNormal", deviation), (values, _, random) =>
        {
            foreach (ref double value in values)
            {
                do value = random.NextNormal();
                while (Math.Abs(value) > 2);
                value *= deviation;
            }
        });
    }

    /// <summary>This one times a number, such as the <see cref="Gain"/> of the function that follows.</summary>
    /// <param name="factor">The number.</param>
    /// <returns>The initializer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    /// <example><code>Initializer.Orthogonal.Scaled(Gain.Relu)</code></example>
    public Initializer Scaled(double factor)
    {
        if (!(double.IsFinite(factor) && factor >= 0)) throw TrainingErrors.Negative("Scaled", "factor", factor, nameof(factor));
        return new(string.Create(CultureInfo.InvariantCulture, $"{_name} · {factor}"), (values, shape, random) =>
        {
            _fill(values, shape, random);
            foreach (ref double value in values) value *= factor;
        });
    }

    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _name;

    internal void Write(Span<double> values, Shape shape, RandomGenerator random) => _fill(values, shape, random);

    private static Initializer UniformOf(string name, Func<double, double, double> variance) =>
        new(name, (values, shape, random) => FillUniform(values, Math.Sqrt(3 * VarianceOf(shape, variance)), random));

    private static Initializer NormalOf(string name, Func<double, double, double> variance) =>
        new(name, (values, shape, random) => FillNormal(values, Math.Sqrt(VarianceOf(shape, variance)), random));

    private static double VarianceOf(Shape shape, Func<double, double, double> variance)
    {
        CheckWeight(shape);
        double kernel = 1;
        for (int d = 2; d < shape.Rank; d++) kernel *= shape[d];
        return variance(shape[1] * kernel, shape[0] * kernel);
    }

    private static void CheckWeight(Shape shape)
    {
        if (shape.Rank < 2) throw TrainingErrors.NotAWeight(shape);
    }

    private static void FillUniform(Span<double> values, double limit, RandomGenerator random)
    {
        foreach (ref double value in values) value = ((2 * random.NextUniform()) - 1) * limit;
    }

    private static void FillNormal(Span<double> values, double deviation, RandomGenerator random)
    {
        foreach (ref double value in values) value = random.NextNormal() * deviation;
    }

    private static string Text(string name, double number) => string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
}
