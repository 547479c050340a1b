namespace Autograd.Tests.Evaluation;

public class FreshnessTests
{
    [Fact]
    public void A_parameter_that_is_updated_is_stale_until_it_is_put_on_the_tape_again()
    {
        var freshness = new Freshness<double>();
        Parameter<double> v = new("v", [2]), w = new("w", []);
        Assert.Equal(0, freshness.Watch(v, 3));
        Assert.Equal(1, freshness.Watch(w, 5));
        Assert.False(freshness.AnyStale(10));
        w.Update();
        Assert.False(freshness.IsStale(0));
        Assert.True(freshness.IsStale(1));
        Assert.Contains("w", Assert.Throws<InvalidOperationException>(() => freshness.ThrowIfStale(1)).Message, StringComparison.Ordinal);
        freshness.ThrowIfStale(0);
        Assert.True(freshness.AnyStale(6));
        Assert.False(freshness.AnyStale(5));
        Assert.False(freshness.TryRenew(1, v));
        Assert.True(freshness.IsStale(1));
        Assert.True(freshness.TryRenew(1, w));
        Assert.False(freshness.IsStale(1));
    }

    [Fact]
    public void Parameters_are_found_by_themselves_until_they_are_forgotten()
    {
        var freshness = new Freshness<double>();
        var parameters = new Parameter<double>[20];
        for (int k = 0; k < parameters.Length; k++) freshness.Watch(parameters[k] = new("same name", []), 2 * k);
        Assert.True(freshness.TryFind(parameters[13], out int node));
        Assert.Equal(26, node);
        Assert.Equal(26, freshness.NodeOf(13));
        freshness.Forget(26);
        Assert.Equal(13, freshness.Count);
        Assert.False(freshness.TryFind(parameters[13], out _));
        Assert.True(freshness.TryFind(parameters[12], out _));
        Assert.Equal(13, freshness.Watch(parameters[13], 26));
    }
}
