using System.Globalization;

namespace Autograd.Performance;

/// <summary>The command `kernels`: the matrix product against OpenBLAS, element-wise kernels against TensorPrimitives.</summary>
internal static class KernelComparison
{
    private const string Usage = """
        kernels [--only products|elements] [--double] [--seconds S]
            --only     one of the two comparisons
            --double   matrix products in double, too
            --seconds  how long each cell of a table is measured (default 1)
        """;

    public static int Run(ReadOnlySpan<string> arguments, TextWriter output)
    {
        string only = "";
        bool withDouble = false;
        double seconds = 1;
        for (int i = 0; i < arguments.Length; i++)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--only" when value is "products" or "elements":
                    only = value;
                    i++;
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out seconds):
                    i++;
                    break;
                case "--double":
                    withDouble = true;
                    break;
                default:
                    Console.Error.WriteLine(Usage);
                    return 2;
            }
        }

        output.WriteLine(Machine.Description);
        output.WriteLine();
        if (only != "elements") ProductComparison.Print<float>(output, seconds);
        if (only != "elements" && withDouble) ProductComparison.Print<double>(output, seconds);
        if (only != "products") ElementComparison.Print(output, seconds);
        return 0;
    }
}
