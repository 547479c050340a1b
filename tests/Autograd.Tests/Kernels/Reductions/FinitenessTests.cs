namespace Autograd.Tests.Kernels.Reductions;

public class FinitenessTests
{
    [Fact]
    public void An_element_that_is_not_finite_is_found_wherever_it_is()
    {
        for (int length = 0; length < 75; length++)
        {
            var values = new float[length];
            for (int i = 0; i < length; i++) values[i] = i % 2 == 0 ? float.MaxValue : -float.Epsilon;
            Assert.True(Finiteness.AreFinite<float>(values));
            Assert.Equal((-1, -1), (Finiteness.IndexOfNonFinite<float>(values), Finiteness.IndexOfNaN<float>(values)));
            for (int i = 0; i < length; i++)
            {
                float before = values[i];
                foreach (float bad in (ReadOnlySpan<float>)[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
                {
                    values[i] = bad;
                    Assert.False(Finiteness.AreFinite<float>(values));
                    Assert.Equal((i, float.IsNaN(bad) ? i : -1), (Finiteness.IndexOfNonFinite<float>(values), Finiteness.IndexOfNaN<float>(values)));
                }

                values[i] = before;
            }
        }
    }
}
