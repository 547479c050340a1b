using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using Autograd;

// A matrix product and an exponential, the least time of several, and the bits of their results as one hash: for docs/native-aot.md, to be run
// just in time, and published with one instruction set or another.
Measure<float>();
Measure<double>();

static void Measure<T>()
    where T : unmanaged, IFloatingPointIeee754<T>
{
    const int Side = 256, Rounds = 12;
    var random = new Random(1);
    T[] left = Numbers<T>(random, Side * Side), right = Numbers<T>(random, Side * Side);
    double product = double.PositiveInfinity, exponential = double.PositiveInfinity;
    ulong hash = 14695981039346656037;
    using var tape = new Tape<T>();
    for (int round = 0; round < Rounds; round++)
    {
        tape.Reset();
        Variable<T> a = tape.Constant(left, [Side, Side]), b = tape.Constant(right, [Side, Side]);
        long start = Stopwatch.GetTimestamp();
        Variable<T> y = a.MatMul(b);
        product = Math.Min(product, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        start = Stopwatch.GetTimestamp();
        Variable<T> z = a.Exp();
        exponential = Math.Min(exponential, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        if (round > 0) continue;
        foreach (byte part in MemoryMarshal.AsBytes<T>([.. y.ToArray(), .. z.ToArray()])) hash = (hash ^ part) * 1099511628211;
    }

    Console.WriteLine($"{typeof(T).Name,-6}  MatMul {Side}²: {product,8:0.000} ms   Exp {Side * Side}: {exponential,6:0.000} ms   {hash:x16}");
}

static T[] Numbers<T>(Random random, int count)
    where T : INumberBase<T>
{
    T[] numbers = new T[count];
    for (int i = 0; i < count; i++) numbers[i] = T.CreateChecked((2 * random.NextDouble()) - 1);
    return numbers;
}
