namespace Autograd.Tests.Kernels;

public class BlockReaderTests
{
    /// <summary>Any stretch of any operand, seen in any order, flipped, or broadcast, is what its indices say.</summary>
    [Fact]
    public void A_stretch_is_what_the_indices_say()
    {
        var random = new Random(3);
        for (int round = 0; round < 3000; round++)
        {
            var lengths = new nint[random.Next(5)];
            for (int d = 0; d < lengths.Length; d++) lengths[d] = 1 + random.Next(6);
            Shape shape = lengths;
            var strides = default(Strides);
            int origin = 0, next = 1;
            foreach (int d in Enumerable.Range(0, lengths.Length).OrderBy(_ => random.Next()))
            {
                int kind = random.Next(4);
                int stride = kind == 0 ? 0 : kind == 1 ? -next : next;
                if (stride < 0) origin += next * (shape[d] - 1);
                strides = strides.With(d, stride);
                if (kind != 0) next *= shape[d] + (random.Next(3) == 0 ? 1 : 0);
            }

            float[] memory = [.. Enumerable.Range(0, next + origin + 8).Select(i => (float)i)];
            int count = shape.ElementCount, first = random.Next(count), length = random.Next(count - first) + 1;
            var loops = new LoopNest();
            loops.Collapse(1, in shape, in strides, default, default);
            float[] read = [.. Enumerable.Repeat(-1f, length + 2)];
            BlockReader.Read(ref memory[origin], in loops, first, length, ref read[1]);
            for (int i = 0; i < length; i++) Assert.Equal(origin + OffsetOf(first + i, shape, strides), read[i + 1]);
            Assert.Equal(-1, read[0]);
            Assert.Equal(-1, read[^1]);
        }
    }

    private static int OffsetOf(int element, Shape shape, Strides strides)
    {
        int offset = 0;
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            offset += element % shape[d] * strides[d];
            element /= shape[d];
        }

        return offset;
    }
}
