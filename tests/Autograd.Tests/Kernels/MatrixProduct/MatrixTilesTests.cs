using Autograd.Engineering;

namespace Autograd.Tests.Kernels;

public sealed class MatrixTilesTests
{
    [Fact]
    public void GeneratedFileIsUpToDate()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Autograd.sln"))) root = Path.GetDirectoryName(root);
        Assert.NotNull(root);
        string committed = File.ReadAllText(Path.Combine(root, MatrixTilesTemplate.OutputPath)).ReplaceLineEndings("\n");
        Assert.True(
            committed == MatrixTilesTemplate.Generate(), "The tiles differ from their template: dotnet run --project eng/GenerateMatrixTiles");
    }
}
