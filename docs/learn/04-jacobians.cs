#:project ../../src/Autograd.Training
using Autograd;

using var tape = new Tape<double>();
var x = tape.Variable([0.5, -1.0], [2], "x");
var W = tape.Variable([0.1, 0.4, -0.3, 0.2, 0.5, -0.6], [3, 2], "W");
var a = W.MatMul(x).Named("a");
var h = a.Sigmoid().Named("h");
Console.WriteLine(JacobianView.Of(h, a));

Console.WriteLine(JacobianView.Of(a, W));

Console.WriteLine(JacobianView.Of(a, W).Contract([1, 10, 100]));

Console.WriteLine(JacobianView.Of(h.Softmax(0).Named("p"), a));

Console.WriteLine(h.Sum().Named("J").ToGraph().ToMermaid());
