namespace Autograd.Examples.LectureNotes;

public class FullJacobiansTests
{
    /// <summary>The tensor of the notes' example has slices of 3×2 that are not symmetric: B[i, r, j] = 100 i + 10 r + j + 1.</summary>
    private static readonly double[,,] Tensor = Fill(3, 2, 2);

    [Fact]
    public void Flattened_PutsTheSlicesSideBySide() =>
        Assert.Equal(
            new double[,] { { 1, 2, 11, 12 }, { 101, 102, 111, 112 }, { 201, 202, 211, 212 } },
            FullJacobians.Flattened(Tensor));

    /// <summary>With a = (1, 2, −1): a · B¹ = (1 + 202 − 201, 2 + 204 − 202) and a · B² = (11 + 222 − 211, 12 + 224 − 212).</summary>
    [Fact]
    public void CollateAndFlatten_GiveTheRowTimesEachSlice()
    {
        double[,] row = { { 1, 2, -1 } };
        double[,] expected = { { 2, 4 }, { 22, 24 } };
        Assert.Equal(expected, FullJacobians.Collate(row, Tensor));
        Assert.Equal(expected, FullJacobians.Flatten(row, Tensor));
    }

    [Fact]
    public void Chain_HasTheLengthsAndZerosOfTheNotes()
    {
        ForwardPass forward = ForwardPass.Of(Network.Example, [1, 2]);
        JacobianChain chain = JacobianChain.Of(forward, Network.Example, target: 1);
        Assert.Equal((1, 1), Lengths(chain.JByZ));
        Assert.Equal((1, 1), Lengths(chain.ZByA2));
        Assert.Equal((1, 3), Lengths(chain.A2ByH));
        Assert.Equal((3, 3), Lengths(chain.HByA1));
        Assert.Equal((1, 3), Lengths(chain.JByA1));
        Assert.Equal((3, 2), Lengths(chain.JByW1(Contraction.Collate)));
        for (int i = 0; i < 3; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                Assert.Equal(i == k ? forward.H[i] * (1 - forward.H[i]) : 0, chain.HByA1[i, k]);
                for (int j = 0; j < 2; j++) Assert.Equal(i == k ? forward.X[j] : 0, chain.A1ByW1[i, k, j]);
            }
        }

        Assert.Equal(
            new double[,] { { 1, 2, 0, 0, 0, 0 }, { 0, 0, 1, 2, 0, 0 }, { 0, 0, 0, 0, 1, 2 } },
            FullJacobians.Flattened(chain.A1ByW1));
    }

    private static (int Rows, int Columns) Lengths(double[,] matrix) => (matrix.GetLength(0), matrix.GetLength(1));

    private static double[,,] Fill(int m, int n, int k)
    {
        double[,,] tensor = new double[m, n, k];
        for (int i = 0; i < m; i++)
        {
            for (int r = 0; r < n; r++)
            {
                for (int j = 0; j < k; j++) tensor[i, r, j] = 100 * i + 10 * r + j + 1;
            }
        }

        return tensor;
    }
}
