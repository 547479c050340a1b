namespace Autograd.Tests.Kernels;

/// <summary>Which results of an adjoint product are sums of nothing, against products of indicators, with groups, strides, padding and gaps at once.</summary>
public class CutOffTests
{
    [Fact]
    public void A_result_is_minus_0_just_where_no_pair_counts()
    {
        var random = new Random(11);
        int nothing = 0, something = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            int groups = random.Next(1, 4);
            Shape x = [random.Next(1, 3), groups * random.Next(1, 3), random.Next(3, 7), random.Next(3, 7)];
            Shape weight = [groups * random.Next(1, 3), x[1] / groups, random.Next(1, 3), random.Next(1, 4)];
            var geometry = new ConvolutionGeometry("Convolution", x, weight, Window(), Window(), groups);
            double[] values = Values(x.ElementCount, 0.7), weights = Values(weight.ElementCount, 0.7), given = Values(geometry.Result.ElementCount, 0.5);

            double[] y = new double[given.Length], counts = new double[y.Length];
            ConvolutionProduct.Forward<double>(in geometry, values, weights, y, ParallelLoop.Serial);
            ConvolutionProduct.Forward<double>(in geometry, Live(values), Live(weights), counts, ParallelLoop.Serial);
            CutOff.RestoreForward<double>(in geometry, values, ProductRole.Cotangent, weights, ProductRole.Constant, y);
            Check(counts, y);

            double[] toX = new double[values.Length], toXCounts = new double[values.Length];
            ConvolutionProduct.InputGradient<double>(in geometry, given, weights, toX, ParallelLoop.Serial);
            ConvolutionProduct.InputGradient<double>(in geometry, Live(given), Live(weights), toXCounts, ParallelLoop.Serial);
            CutOff.RestoreInput<double>(in geometry, given, ProductRole.Cotangent, weights, ProductRole.Constant, toX);
            Check(toXCounts, toX);

            double[] toWeight = new double[weights.Length], toWeightCounts = new double[weights.Length];
            ConvolutionProduct.WeightGradient<double>(in geometry, values, given, toWeight, ParallelLoop.Serial);
            ConvolutionProduct.WeightGradient<double>(in geometry, Live(values), Live(given), toWeightCounts, ParallelLoop.Serial);
            CutOff.RestoreWeight<double>(in geometry, values, ProductRole.Constant, given, ProductRole.Cotangent, toWeight);
            Check(toWeightCounts, toWeight);
        }

        Assert.True(nothing > 1000 && something > 1000, $"{nothing} sums of nothing, {something} others");

        ConvolutionWindow Window() => new(random.Next(1, 4), random.Next(0, 3) + 1, random.Next(1, 3));

        double[] Values(int count, double live) =>
            [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < live * 0.6 ? random.Next(1, 9) * (random.Next(2) == 0 ? -1.0 : 1) : -0.0)];

        double[] Live(double[] all) => [.. all.Select(value => value == 0 ? 0.0 : 1)];

        void Check(double[] counts, double[] results)
        {
            for (int i = 0; i < counts.Length; i++)
            {
                bool isNothing = results[i] == 0 && double.IsNegative(results[i]);
                Assert.Equal(counts[i] == 0, isNothing);
                if (isNothing) nothing++;
                else something++;
            }
        }
    }
}
