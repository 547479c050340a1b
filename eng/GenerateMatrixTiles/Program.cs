// Writes the micro-kernels of the matrix product: dotnet run --project eng/GenerateMatrixTiles
using Autograd.Engineering;

string? root = AppContext.BaseDirectory;
while (root is not null && !File.Exists(Path.Combine(root, "Autograd.sln"))) root = Path.GetDirectoryName(root);
string path = Path.Combine(root ?? throw new InvalidOperationException("Autograd.sln is in no folder above."), MatrixTilesTemplate.OutputPath);
File.WriteAllText(path, MatrixTilesTemplate.Generate());
Console.WriteLine(path);
