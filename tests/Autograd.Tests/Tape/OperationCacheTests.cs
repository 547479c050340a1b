namespace Autograd.Tests.Tape;

public class OperationCacheTests
{
    [Fact]
    public void Equal_declarations_are_one_operation_and_finding_it_again_allocates_nothing()
    {
        var cache = new OperationCache<double>();
        var first = new Operation<double>[2000];
        for (int k = 0; k < first.Length; k++) first[k] = cache.Find(new ClampOperation<double>(-1, k));
        Assert.Equal(first.Length, first.Distinct().Count());
        Assert.Same(cache.Find(new NegateOperation<double>()), cache.Find(new NegateOperation<double>()));
        Assert.True(FindsAll());
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool same = FindsAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(same);

        bool FindsAll()
        {
            bool all = true;
            for (int k = 0; k < first.Length; k++) all &= ReferenceEquals(first[k], cache.Find(new ClampOperation<double>(-1, k)));
            return all;
        }
    }

    [Fact]
    public void Attributes_of_two_kinds_of_operation_are_not_mixed_up()
    {
        var cache = new OperationCache<double>();
        Assert.Equal("Softmax", cache.Find(new SoftmaxOperation<double>(Dimensions.All(1))).Name);
        Assert.Equal("LogSoftmax", cache.Find(new LogSoftmaxOperation<double>(Dimensions.All(1))).Name);
        Assert.Equal(new SoftmaxOperation<double>(Dimensions.All(2)), cache.Find(new SoftmaxOperation<double>(Dimensions.All(2))).Attributes);
    }

    [Fact]
    public void Numbers_as_attributes_are_compared_by_their_bits()
    {
        var cache = new OperationCache<double>();
        Assert.NotSame(cache.Find(new EluOperation<double>(0.0)), cache.Find(new EluOperation<double>(-0.0)));
        double payload = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001);
        Assert.NotSame(cache.Find(new EluOperation<double>(double.NaN)), cache.Find(new EluOperation<double>(payload)));
        Assert.Same(cache.Find(new EluOperation<double>(double.NaN)), cache.Find(new EluOperation<double>(double.NaN)));
        Assert.NotEqual(new ExactNumber<float>(0f).GetHashCode(), new ExactNumber<float>(-0f).GetHashCode());
    }

    [Fact]
    public void What_was_recorded_before_does_not_change_the_sign_of_a_zero()
    {
        using var tape = new Tape<double>();
        var x = tape.Variable(-1.0);
        Assert.True(double.IsNegative(x.LeakyRelu(0.0).Scalar));
        Assert.False(double.IsNegative(x.LeakyRelu(-0.0).Scalar));
    }

    [Fact]
    public void No_operation_has_a_bare_number_as_an_attribute()
    {
        foreach (Type type in typeof(Tape<>).Assembly.GetTypes().Where(type => type.IsValueType && type.Name.EndsWith("Operation`1", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(
                type.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public),
                field => field.FieldType.IsGenericParameter || field.FieldType == typeof(float) || field.FieldType == typeof(double));
        }
    }

    [Fact]
    public void Attributes_that_never_repeat_do_not_fill_the_memory()
    {
        var cache = new OperationCache<float>();
        int most = 0;
        for (int k = 1; k < 100_000; k++)
        {
            cache.Find(new LeakyReluOperation<float>(k));
            most = Math.Max(most, cache.Count);
        }

        Assert.InRange(most, 1000, 33_000);
    }
}
