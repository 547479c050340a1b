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
