using System.Numerics;
using static Autograd.Tests.Spellings.Spelling;

namespace Autograd.Tests.Spellings;

/// <content>Derivatives, values out, losses and layers.</content>
public partial class SpellingTests
{
    private static Spelling[] Differentiating() =>
    [
        Node("loss.backward(); x.grad", (t, x, y) => x.Square().Sum().Backward()[x], [2, 4, 6, 8, 10, 12]),
        Node("torch.autograd.grad(loss, [x, y])[1]", (t, x, y) => (x * y).Sum().Backward()[y], Data),
        Node("z.backward(gradient=v)", (t, x, y) => x.Square().Backward(y)[x], [12, 20, 24, 24, 20, 12]),
        Node("create_graph=True", (t, x, y) => x.Pow(3).Sum().Backward()[x].Sum().Backward()[x], [6, 12, 18, 24, 30, 36]),
        Node("h.retain_grad(); h.grad", (t, x, y) => { var h = x * 2; return h.Square().Sum().Backward()[h]; }, [4, 8, 12, 16, 20, 24]),
        Node("(x * x.detach()).backward()", (t, x, y) => (x * x.StopGradient()).Sum().Backward()[x], Data),
        Node("jax.lax.stop_gradient(x)", (t, x, y) => x.StopGradient(), Data),
        Out("jax.grad(f)(x)", (t, x, y) => [.. Differentiate.Gradient<double>(v => v.Square().Sum(), Data)], [2, 4, 6, 8, 10, 12]),
        Out("jax.value_and_grad(f)(x)", (t, x, y) => [Differentiate.ValueAndGradient<double>(v => v.Square().Sum(), Data).Value], [91]),
        Out("jax.jacobian(f)(x)", (t, x, y) => [.. Differentiate.Jacobian<double>(v => v.Square(), new double[] { 1, 2 })], [2, 0, 0, 4]),
        Out("jax.hessian(f)(x)", (t, x, y) => [.. Differentiate.Hessian<double>(v => v.Pow(3).Sum(), new double[] { 1, 2 })], [6, 0, 0, 12]),
        Node("jax.vmap(f)(x)", (t, x, y) => Differentiate.Vectorize(r => r.MatMul(r), x), [14, 77]),
        Node("vmap(grad(f))(x)", (t, x, y) => Differentiate.Vectorize(Differentiate.Gradient<double>(r => r.Square().Sum()), x), [2, 4, 6, 8, 10, 12]),
        Out("jax.jvp(f, (x,), (v,))", (t, x, y) => [.. Differentiate.Jvp<double>(v => v.Square(), new double[] { 1, 2 }, new double[] { 1, 1 }).Tangent], [2, 4]),
        Out("jax.vjp(f, x)[1](v)", (t, x, y) => [.. Differentiate.Vjp<double>(v => v.Square(), new double[] { 1, 2 }, new double[] { 1, 1 }).Cotangent], [2, 4]),
        Out("gradcheck(f, x)", (t, x, y) => [GradientCheck.Check(v => v.Sin(), new double[] { 1, 2 }).Passed ? 1 : 0], [1]),
        Out("loss.item()", (t, x, y) => [x.Sum().Scalar], [21]),
        Out("float(loss)", (t, x, y) => [(float)x.Sum()], [21]),
        Out("(double)loss", (t, x, y) => [(double)x.Sum()], [21]),
        Out("x.tolist()", (t, x, y) => x.ToArray(), Data),
        Out("x.numpy()", (t, x, y) => [.. x.ToTensor()], Data),
        Out("x.data_ptr()", (t, x, y) => [x.Span[5]], [6]),
        Out("x.numpy() of two dimensions", (t, x, y) => [x.ToArray2D()[1, 0]], [4]),
        Out("a formula for numbers and tensors", (t, x, y) => [Cubic(2.0), (double)Cubic<Variable<double>>(x[0, 1])], [6, 6]),
    ];

    private static TNumber Cubic<TNumber>(TNumber x)
        where TNumber : IMultiplyOperators<TNumber, TNumber, TNumber>, ISubtractionOperators<TNumber, TNumber, TNumber> => (x * x * x) - x;

    private static Spelling[] Learning() =>
    [
        Node("F.mse_loss(x, y)", (t, x, y) => x.MeanSquaredError(y), [70 / 6.0]),
        Node("F.binary_cross_entropy(p, q)", (t, x, y) => t.Full(2, 0.5).BinaryCrossEntropy(t.Ones(2)), [Math.Log(2)]),
        Node("F.binary_cross_entropy_with_logits(z, q)", (t, x, y) => t.Zeros(2).BinaryCrossEntropyWithLogits(t.Ones(2)), [Math.Log(2)]),
        Node("F.cross_entropy(logits, labels)", (t, x, y) => x.CrossEntropy([2, 2]), [0.40760596444438]),
        Node("F.cross_entropy(logits, probabilities)", (t, x, y) => x.CrossEntropy(t.Full(x.Shape, 1 / 3.0)), [1.40760596444438]),
        Node("F.nll_loss(x.log_softmax(-1), labels)", (t, x, y) => x.LogSoftmax(-1).NegativeLogLikelihood([2, 2]), [0.40760596444438]),
        Node("F.l1_loss(x, y)", (t, x, y) => x.L1Loss(y), [3]),
        Node("F.linear(x, W, b)", (t, x, y) => x.MatMul(y.Transpose()) + t.Ones(2), [29, 11, 74, 29]),
        Node("F.conv2d(z, w)", (t, x, y) => t.Arange(9).Reshape(1, 1, 3, 3).Convolution(t.Ones(1, 1, 2, 2)), [8, 12, 20, 24]),
        Node("F.conv2d(z, w, padding=1)[0, 0, 0]", (t, x, y) => t.Ones(1, 1, 2, 2).Convolution(t.Ones(1, 1, 3, 3), padding: 1)[0, 0, 0], [4, 4]),
        Node("F.max_pool2d(z, 2)", (t, x, y) => t.Arange(16).Reshape(1, 1, 4, 4).MaxPool(2), [5, 7, 13, 15]),
        Node("F.avg_pool2d(z, 2)", (t, x, y) => t.Arange(16).Reshape(1, 1, 4, 4).AveragePool(2), [2.5, 4.5, 10.5, 12.5]),
        Node("F.adaptive_avg_pool2d(z, 1)", (t, x, y) => t.Arange(16).Reshape(1, 1, 4, 4).AdaptiveAveragePool(1), [7.5]),
        Node("layer norm", (t, x, y) => x.LayerNorm([-1])[0], [-1.224735686, 0, 1.224735686]),
        Node("attention scores", (t, x, y) => (x.MatMul(y.Transpose()) / Math.Sqrt(3)).Softmax(-1).Sum(-1), [1, 1]),
    ];
}
