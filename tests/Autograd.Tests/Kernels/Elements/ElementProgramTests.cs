using System.Numerics;

namespace Autograd.Tests.Kernels;

/// <summary>A group in one pass, interpreted or emitted, on one thread or several, against formula after formula over whole arrays.</summary>
public class ElementProgramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(2047)]
    [InlineData(2049)]
    [InlineData(5000)]
    [InlineData(40_001)]
    [InlineData(100_003)]
    public void A_group_has_the_bits_of_formula_after_formula(int count)
    {
        foreach (int threads in (int[])[1, 2, 5])
        {
            Check<double>(count, threads, long.MaxValue);
            Check<float>(count, threads, 1);
        }
    }

    [Fact]
    public void An_empty_group_writes_nothing()
    {
        using var memory = new Memory<double>(64);
        memory.Elements.Clear();
        Build(memory, 0, 1, out ElementProgram<double> program, out ElementGroup group);
        program.Run(ref group, new EmittedGroups<double>(), ParallelLoop.Serial);
        Assert.All(memory.Elements.ToArray(), element => Assert.Equal(0, element));
    }

    private static void Check<T>(int count, int threads, long threshold)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var memory = new Memory<T>((4 * count) + 256);
        int columns = count % 7 == 0 ? 7 : 1;
        Build(memory, count, columns, out ElementProgram<T> program, out ElementGroup group);
        using ParallelLoop parallel = ParallelLoop.Of(threads);
        program.Run(ref group, new EmittedGroups<T> { Threshold = threshold }, parallel);
        Span<T> elements = memory.Elements, a = elements[..count], sum = elements.Slice(Place(count), count), product = elements.Slice(2 * Place(count), count);
        var expectedSum = new T[count];
        var expectedProduct = new T[count];
        var squares = new T[count];
        T scalar = elements[^1], one = T.One;
        ElementKernel<T> add = Kernel<T, AddOperation<T>>(new()), multiply = Kernel<T, MultiplyOperation<T>>(new()), tanh = Kernel<T, TanhOperation<T>>(new());
        add.Row(ref a[0], 1, ref scalar, 0, ref one, 0, ref expectedSum[0], count);
        tanh.Row(ref expectedSum[0], 1, ref one, 0, ref one, 0, ref squares[0], count);
        T[] gathered = [.. Enumerable.Range(0, count).Select(i => memory.Elements[3 * Place(count) + (i % columns)])];
        multiply.Row(ref squares[0], 1, ref gathered[0], 1, ref one, 0, ref squares[0], count);
        multiply.Row(ref squares[0], 1, ref squares[0], 1, ref one, 0, ref expectedProduct[0], count);
        Assert.True(sum.SequenceEqual(expectedSum), $"{count} elements, {threads} threads");
        Assert.True(product.SequenceEqual(expectedProduct), $"{count} elements, {threads} threads");
    }

    /// <summary>sum = a + scalar, product = (tanh(sum) · row)², of which sum and product lie in memory.</summary>
    private static void Build<T>(Memory<T> memory, int count, int columns, out ElementProgram<T> program, out ElementGroup group)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        program = new ElementProgram<T>();
        var random = new Random(count);
        if (count > 0)
        {
            foreach (ref T element in memory.Elements) element = T.CreateChecked(random.NextDouble() - 0.5);
        }

        nint At(int element) => memory.Address + (element * size);
        program.Slots.Add() = new ElementSlot { Address = At(0), Advance = size, Step = 1 };
        program.Slots.Add() = new ElementSlot { Address = At(memory.Elements.Length - 1), Advance = 0, Step = 0 };
        program.Slots.Add() = new ElementSlot { Address = At(Place(count)), Advance = size, Step = 1 };
        program.Slots.Add() = new ElementSlot { Address = 0, Step = 1, IsRegister = true };
        program.Slots.Add() = new ElementSlot { Address = 1, Step = 1, IsRegister = true };
        program.Slots.Add() = new ElementSlot { Address = 1, Step = 1, IsRegister = true };
        program.Slots.Add() = new ElementSlot { Address = At(2 * Place(count)), Advance = size, Step = 1 };
        ElementKernel<T> add = Kernel<T, AddOperation<T>>(new()), multiply = Kernel<T, MultiplyOperation<T>>(new()), tanh = Kernel<T, TanhOperation<T>>(new());
        program.Instructions.Add() = new ElementInstruction<T> { Kernel = add, A = 0, B = 1, C = 1, Destination = 2 };
        program.Instructions.Add() = new ElementInstruction<T> { Kernel = tanh, A = 2, B = 2, C = 2, Destination = 4 };
        program.Instructions.Add() = new ElementInstruction<T> { Kernel = multiply, A = 4, B = 3, C = 3, Destination = 5 };
        program.Instructions.Add() = new ElementInstruction<T> { Kernel = multiply, A = 5, B = 5, C = 5, Destination = 6 };
        var shape = new Shape(count / columns, columns);
        var gathered = new GatheredOperand { Address = At(3 * Place(count)), Register = 0 };
        gathered.Loops.Collapse(1, in shape, default(Strides).With(1, 1), default, default);
        program.Gathered.Add() = gathered;
        group = new ElementGroup { Instructions = 4, Slots = 7, Gathered = 1, Registers = 2, Count = count, Code = -1 };
    }

    /// <summary>Where the next array begins: at a cache line.</summary>
    private static int Place(int count) => (count + 15) & -16;

    private static ElementKernel<T> Kernel<T, TOperation>(TOperation operation)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOperation : struct, IOperation<TOperation, T>, IEquatable<TOperation> => new OperationCache<T>().Find(operation).Formula!;

    private sealed class Memory<T>(int count) : IDisposable
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly T[] _array = PinnedMemory.Allocate<T>(count, "Test");

        public nint Address => PinnedMemory.AlignedAddress(_array);

        public Span<T> Elements => PinnedMemory.Span<T>(Address, count);

        public void Dispose() => GC.KeepAlive(_array);
    }
}
