#:project ../../src/Autograd.Training
using Autograd;

double[] data = [1.0, 2.0, 3.0];

// PyTorch's way: values that remember.
using var tape = new Tape<double>();
var x = tape.Variable(data);
var loss = x.Square().Sum();
Console.WriteLine(loss.Backward()[x]);                                                   // loss.backward(); x.grad

// JAX's way: functions that give functions.
Func<Variable<double>, Variable<double>> f = v => v.Square().Sum();
Console.WriteLine(string.Join(", ", Differentiate.Gradient(f, data).ToArray()));                // jax.grad(f)(x)
Console.WriteLine(string.Join(", ", Differentiate.Jacobian(Differentiate.Gradient(f), data).ToArray()));   // jax.jacobian(jax.grad(f))(x)
Console.WriteLine(string.Join(", ", Differentiate.Vectorize<double>(v => v.Square().Sum(), tape.Variable([1, 2, 3, 4], [2, 2])).ToArray()));   // jax.vmap(f)(x)

Show("Relu at 0", v => v.Relu(), 0);
Show("Abs at 0", v => v.Abs(), 0);
Show("Clamp(0, 1) at 1", v => v.Clamp(0, 1), 1);
Show("Maximum(1) at 1", v => v.Maximum(1), 1);
Show("Max of two equal", v => v.Max(), 1, 1);
Show("Norm at the zero vector", v => v.Norm(), 0, 0);
Show("StandardDeviation of equals", v => v.StandardDeviation(), 1, 1);
Show("Sqrt at 0", v => v.Sqrt(), 0);
Show("Where(x > 0, Sqrt(x), 0) at 0", v => v.Tape.Where(v > 0, v.Sqrt(), 0), 0);
Show("Sqrt(x)² at 0", v => v.Sqrt().Square(), 0);
Show("Determinant of a matrix of rank 1", v => v.Reshape(2, 2).Determinant(), 1, 2, 2, 4);

static void Show(string what, Func<Variable<double>, Variable<double>> f, params double[] at) =>
    Console.WriteLine($"{what,-34} {string.Join(", ", Differentiate.Gradient<double>(v => f(v).Sum(), at).ToArray())}");
