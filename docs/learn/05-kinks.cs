#:project ../../src/Autograd.Training
using Autograd;

using var tape = new Tape<double>();
var x = tape.Variable([-1.0, 0.0, 2.0]);
Console.WriteLine($"relu  {x.Relu().Sum().Backward()[x]}");
Console.WriteLine($"abs   {x.Abs().Sum().Backward()[x]}");
Console.WriteLine($"max   {x.Maximum(0).Sum().Backward()[x]}");

var guarded = tape.Where(x > 0, x.Sqrt(), 0);
Console.WriteLine($"value {guarded}, slope {guarded.Sum().Backward()[x]}");

var squared = x.Sqrt().Square();                          // its limit at 0 has the slope 1, which no local rule can know
Console.WriteLine($"value {squared}, slope {squared.Sum().Backward()[x]}");

tape.Reset();
var v = tape.Variable([2.0, 1, 0.5], "v");
var z = (v - 1).Named("z");
var loss = z.Log().Named("h").Square().Mean();
Console.WriteLine(loss);
Console.WriteLine(loss.FirstNonFinite());

tape.Reset();
var u = tape.Variable(0.0, "u");
var gradients = u.Sqrt().Named("r").Square().Backward();
Console.WriteLine(gradients.FirstNonFinite());

tape.Reset();
var a = tape.Variable([-1.0, 2, -3], "a");
var s = tape.Variable([800.0, -800, 900], "s");
var both = (a.Relu().Named("h") + s.Sigmoid().Named("p")).Sum().Backward();
Console.WriteLine(both.Explain(a));
Console.WriteLine(both.Explain(s));
