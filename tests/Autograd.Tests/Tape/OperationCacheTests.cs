namespace Autograd.Tests.Tape;

public class OperationCacheTests
{
    /// <summary>
    /// 40 declarations in turn, in 50 caches: with one place per hash code some two of them would almost surely share it, and be
    /// bound anew each time.
    /// </summary>
    [Fact]
    public void The_operations_of_a_step_stay_found()
    {
        for (int repeat = 0; repeat < 50; repeat++)
        {
            var cache = new OperationCache<double>();
            for (int k = 1; k <= 40; k++) cache.Find(new LeakyReluOperation<double>(k + (100 * repeat)));
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int k = 1; k <= 40; k++) cache.Find(new LeakyReluOperation<double>(k + (100 * repeat)));
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void More_declarations_than_places_are_still_found_as_they_are()
    {
        var cache = new OperationCache<double>();
        for (int k = 1; k <= 5000; k++)
        {
            var declaration = new LeakyReluOperation<double>(k);
            var binding = Assert.IsAssignableFrom<Binding<LeakyReluOperation<double>, double>>(cache.Find(declaration));
            Assert.Equal(declaration, binding.Declaration);
            Assert.Same(binding, cache.Find(declaration));
        }
    }
}
