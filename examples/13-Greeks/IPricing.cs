namespace Autograd.Examples.Greeks;

/// <summary>A price as a function of inputs, and its sensitivities: the derivatives by each of them.</summary>
internal interface IPricing : IDisposable
{
    /// <summary>What the inputs are called.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The inputs, which may be changed between two prices.</summary>
    double[] Inputs { get; }

    /// <summary>The price at the inputs, with the same random numbers each time.</summary>
    double Price();

    /// <summary>The price at the inputs and its derivatives by them.</summary>
    /// <param name="sensitivities">Takes as many as there are inputs.</param>
    double PriceAndSensitivities(Span<double> sensitivities);
}
