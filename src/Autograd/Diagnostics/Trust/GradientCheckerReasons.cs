namespace Autograd;

/// <content>What a check says of a derivative that is 0 or not finite, where differences say otherwise: the words of Explain.</content>
internal sealed partial class GradientChecker
{
    private static partial string Explain(Gradients<double> gradients, Variable<double> input) => gradients.Explain(input).ToString();
}
