#:project ../../src/Autograd.Training
using Autograd;

var a = new Value(2.0);
var b = new Value(-3.0);
var c = a * b + a.Tanh();
c.Backward();
Console.WriteLine($"c = {c.Data:0.0000}, ∂c/∂a = {a.Slope:0.0000}, ∂c/∂b = {b.Slope:0.0000}");

using var tape = new Tape<double>();
var p = tape.Variable(2.0);
var q = tape.Variable(-3.0);
var r = p * q + p.Tanh();
var gradients = r.Backward();
Console.WriteLine($"r = {r:0.0000}, ∂r/∂p = {gradients[p]:0.0000}, ∂r/∂q = {gradients[q]:0.0000}");

Console.WriteLine($"∂²r/∂p² = {gradients[p].Backward()[p]:0.0000}");

var random = new Random(1);
var weights = Enumerable.Range(0, 33).Select(_ => new Value(random.NextDouble() * 2 - 1)).ToArray();
double[][] inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
double[] targets = [0, 1, 1, 0];
for (int step = 0; step <= 300; step++)
{
    var loss = new Value(0);
    for (int k = 0; k < 4; k++)
    {
        var answer = weights[32];
        for (int i = 0; i < 8; i++)
        {
            var hidden = weights[4 * i] * inputs[k][0] + weights[(4 * i) + 1] * inputs[k][1] + weights[(4 * i) + 2];
            answer += weights[(4 * i) + 3] * hidden.Tanh();
        }

        var error = answer + -targets[k];
        loss += error * error;
    }

    loss.Backward();
    foreach (var weight in weights) (weight.Data, weight.Slope) = (weight.Data - (0.05 * weight.Slope), 0);
    if (step % 100 == 0) Console.WriteLine($"step {step,3}: loss {loss.Data:0.000000}");
}

/// <summary>A number that remembers what it was made of.</summary>
sealed class Value(double data, params (Value Operand, double LocalSlope)[] made)
{
    public double Data = data;
    public double Slope;

    public static implicit operator Value(double data) => new(data);

    public static Value operator +(Value a, Value b) => new(a.Data + b.Data, (a, 1), (b, 1));

    public static Value operator *(Value a, Value b) => new(a.Data * b.Data, (a, b.Data), (b, a.Data));

    public Value Tanh()
    {
        double y = Math.Tanh(Data);
        return new(y, (this, 1 - (y * y)));
    }

    /// <summary>Hands the slope 1 down: each operand gets the slope of what it went into, times the local slope.</summary>
    public void Backward()
    {
        var order = new List<Value>();
        var seen = new HashSet<Value>();
        Visit(this);
        Slope = 1;
        for (int k = order.Count - 1; k >= 0; k--)
        {
            foreach (var (operand, localSlope) in order[k].Made) operand.Slope += localSlope * order[k].Slope;
        }

        void Visit(Value value)
        {
            if (!seen.Add(value)) return;
            foreach (var (operand, _) in value.Made) Visit(operand);
            order.Add(value);
        }
    }

    private (Value Operand, double LocalSlope)[] Made { get; } = made;
}
