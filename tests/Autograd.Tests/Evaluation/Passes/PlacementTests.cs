namespace Autograd.Tests.Evaluation;

/// <summary>Buffers that live at the same time never share memory, held ones keep theirs, and a place is taken over only where element follows element.</summary>
public class PlacementTests
{
    /// <summary>A sum of a value and a part of it that is broadcast: what is overwritten must not be read again.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(40, 3)]
    [InlineData(3, 40)]
    [InlineData(40, 100)]
    [InlineData(3, 5000)]
    public void A_result_does_not_take_the_place_of_an_operand_whose_beginning_is_broadcast(int rows, int columns)
    {
        using var tape = new Tape<double>(new TapeOptions { Evaluation = EvaluationMode.Deferred });
        double[] values = [.. Enumerable.Range(0, rows * columns).Select(i => (double)((i * 7) % 11))];
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            var x = tape.Constant(values, [rows, columns]);
            var sums = x.CumulativeSum(1);
            double[] y = (sums + sums.Slice(0, 0..1)).CumulativeSum(0).ToArray();
            double[] z = (x.CumulativeSum(0) is var all ? all * all.At(0, 0).At(0, 0) : x).CumulativeSum(0).ToArray();
            var expectedY = new double[rows * columns];
            var expectedZ = new double[rows * columns];
            for (int column = 0; column < columns; column++)
            {
                double sumOfY = 0, sumOfZ = 0, inColumn = 0, top = 0;
                for (int row = 0; row < rows; row++)
                {
                    double inRow = values.AsSpan(row * columns, column + 1).ToArray().Sum();
                    if (row == 0) top = inRow;
                    expectedY[(row * columns) + column] = sumOfY += inRow + top;
                    expectedZ[(row * columns) + column] = sumOfZ += (inColumn += values[(row * columns) + column]) * values[0];
                }
            }

            Assert.Equal(expectedY, y);
            Assert.Equal(expectedZ, z);
        }
    }
}
