using System.Globalization;

namespace Autograd.Performance;

/// <summary>The command `kernels`: the matrix product and factorizations against OpenBLAS, element-wise kernels against TensorPrimitives.</summary>
internal static class KernelComparison
{
    private const string Usage = """
        kernels [--only products|factorizations|elements] [--double] [--seconds S]
            --only     one of the comparisons
            --double   matrix products and factorizations in double, too
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
                case "--only" when value is "products" or "factorizations" or "elements":
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
        if (only is "" or "products") ProductComparison.Print<float>(output, seconds);
        if (withDouble && only is ("" or "products")) ProductComparison.Print<double>(output, seconds);
        if (only is "" or "factorizations") FactorizationComparison.Print<float>(output, seconds);
        if (withDouble && only is ("" or "factorizations")) FactorizationComparison.Print<double>(output, seconds);
        if (only is "" or "elements") ElementComparison.Print(output, seconds);
        return 0;
    }
}
