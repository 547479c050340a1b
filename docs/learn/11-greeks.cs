#:project ../../src/Autograd.Training
using Autograd;

using var tape = new Tape<double>();
var spot = tape.Variable(100.0);
var strike = tape.Constant(105.0);
var volatility = tape.Variable(0.2);
var rate = tape.Variable(0.03);
var time = tape.Variable(0.5);

var price = Call(spot, strike, volatility, rate, time);
var greeks = price.Backward();
Console.WriteLine($"price {price:0.000000}");
Console.WriteLine($"delta {greeks[spot]:0.000000}  vega {greeks[volatility]:0.000000}  rho {greeks[rate]:0.000000}  theta {-greeks[time]:0.000000}");

static Variable<double> Call(Variable<double> s, Variable<double> k, Variable<double> v, Variable<double> r, Variable<double> t)
{
    var deviation = v * t.Sqrt();
    var d1 = ((s / k).Log() + (r + v.Square() / 2) * t) / deviation;
    return s * d1.NormalDistribution() - k * (-r * t).Exp() * (d1 - deviation).NormalDistribution();
}

var second = greeks[spot].Backward();
Console.WriteLine($"gamma {second[spot]:0.000000}  vanna {second[volatility]:0.000000}");

tape.Reset();
var start = tape.Variable(100.0);
var sigma = tape.Variable(0.2);
const int Paths = 20_000, Steps = 12;
var random = new RandomGenerator(seed: 7);
var logarithm = start.Log().BroadcastTo(Paths);
double length = 0.5 / Steps;
for (int step = 0; step < Steps; step++)
{
    var noise = tape.Normal([Paths], random);
    logarithm += (0.03 - sigma.Square() / 2) * length + sigma * Math.Sqrt(length) * noise;
}

var value = Math.Exp(-0.03 * 0.5) * (logarithm.Exp() - 105).Relu().Mean();
var simulated = value.Backward();
Console.WriteLine($"price {value:0.00}  delta {simulated[start]:0.000}  vega {simulated[sigma]:0.0}");
