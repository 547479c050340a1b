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
