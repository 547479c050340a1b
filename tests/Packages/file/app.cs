#:package Autograd@VERSION
using Autograd;

using var tape = new Tape<double>();
var W = tape.Variable([0.5, -0.5, 0.25, 1.0, -1.0, 0.75], [3, 2]);
var x = tape.Variable([1.0, 2.0], [2]);
var loss = (2 * W.MatMul(x) + 1).Square().Sum();
Gradients<double> gradients = loss.Backward();
Console.WriteLine($"{loss} {gradients[x]} {gradients[W]}");
