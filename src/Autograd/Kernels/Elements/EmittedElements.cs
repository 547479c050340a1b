using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>A group as one method: all formulas on whole vectors, from memory to registers to memory.</summary>
/// <param name="kernels">The kernels of its formulas, in order.</param>
/// <param name="addresses">
/// For each slot the address of the element with index 0; behind these, for each that is read in rows, how far it moves from a row to the next; and behind
/// these, for each that is to be finite, where its old elements are kept.
/// </param>
/// <param name="first">The first element.</param>
/// <param name="end">Where it ends: whole vectors later.</param>
/// <param name="rowEnd">Where the first row ends.</param>
/// <param name="rowLength">The length of a row, whole vectors.</param>
/// <returns>Whether all results that are to be finite are.</returns>
internal unsafe delegate bool EmittedLoop(object[] kernels, nint* addresses, nint first, nint end, nint rowEnd, nint rowLength);

/// <summary>
/// Emits the loop of a group from the operations' own formulas, where the runtime compiles code: what is between the first operand and the last
/// result then never leaves the registers. The same formulas on the same lanes, so the same bits.
/// </summary>
internal static class EmittedElements
{
    /// <summary>Groups are no longer than this: the compiler gives up inlining in methods that are much longer.</summary>
    public const int MostInstructions = 32;

    /// <summary>Groups up to this length are computed two vectors at a time, for the same reason.</summary>
    public const int MostInPairs = 8;

    private const short RowEnd = 4;
    private const short RowLength = 5;

    private const string Justified =
        "Asked only where dynamic code is compiled; the types and methods are those of kernels that exist, closed over the same arguments.";

    /// <summary>The loop of a group.</summary>
    /// <param name="shape">Its formulas and slots.</param>
    /// <remarks>Of the members that are found by name, nothing else uses those of <see cref="EmittedLane{L, T}"/>: a trimmed program would be without them.</remarks>
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.PublicProperties, typeof(EmittedLane<,>))]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Justified)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Justified)]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = Justified)]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = Justified)]
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = Justified)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Justified)]
    [UnconditionalSuppressMessage("Trimming", "IL2076", Justification = Justified)]
    [UnconditionalSuppressMessage("Trimming", "IL2080", Justification = Justified)]
    public static EmittedLoop Emit<T>(GroupShape<T> shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Type lane = Vector512.IsHardwareAccelerated ? typeof(Lane512<T>) : Vector256.IsHardwareAccelerated ? typeof(Lane256<T>) : typeof(Lane128<T>);
        Type lanes = typeof(EmittedLane<,>).MakeGenericType(lane, typeof(T));
        var method = new DynamicMethod("Elements", typeof(bool), [typeof(object[]), typeof(nint*), typeof(nint), typeof(nint), typeof(nint), typeof(nint)], typeof(EmittedElements), skipVisibility: true);
        ILGenerator il = method.GetILGenerator();
        var addresses = new LocalBuilder[shape.Slots.Length];
        LocalBuilder[] values = new LocalBuilder[shape.Slots.Length], second = new LocalBuilder[shape.Slots.Length];
        LocalBuilder[] kept = new LocalBuilder[shape.Slots.Length], zeros = new LocalBuilder[shape.Slots.Length];
        for (int slot = 0; slot < shape.Slots.Length; slot++)
        {
            values[slot] = il.DeclareLocal(lane);
            if (shape.Vectors == 2) second[slot] = il.DeclareLocal(lane);
            if (shape.Slots[slot] == SlotUse.Inside) continue;
            addresses[slot] = il.DeclareLocal(typeof(nint));
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, slot * sizeof(long));
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldind_I);
            il.Emit(OpCodes.Stloc, addresses[slot]);
            if (shape.Slots[slot] == SlotUse.Overwritten) PrepareToKeep(slot);
            if (shape.Slots[slot] is SlotUse.Uniform or SlotUse.RowUniform) Repeat(slot);
        }

        var formulas = new LocalBuilder[shape.Kernels.Length];
        for (int k = 0; k < formulas.Length; k++)
        {
            FieldInfo field = shape.Kernels[k].GetType().GetField(nameof(ElementKernel<T, OfOne<T, NoFormula<T>>>.Formula))!;
            formulas[k] = il.DeclareLocal(field.FieldType);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, k);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Castclass, shape.Kernels[k].GetType());
            il.Emit(OpCodes.Ldfld, field);
            il.Emit(OpCodes.Stloc, formulas[k]);
        }

        Label next = il.DefineLabel(), test = il.DefineLabel();
        il.Emit(OpCodes.Br, test);
        il.MarkLabel(next);
        for (int slot = 0; slot < shape.Slots.Length; slot++)
        {
            if (shape.Slots[slot] is not (SlotUse.Operand or SlotUse.Row)) continue;
            for (int vector = 0; vector < shape.Vectors; vector++)
            {
                il.Emit(OpCodes.Ldloc, addresses[slot]);
                Index(vector);
                il.Emit(OpCodes.Call, lanes.GetMethod(nameof(EmittedLane<Lane128<T>, T>.Load))!);
                il.Emit(OpCodes.Stloc, Value(slot, vector));
            }
        }

        for (int k = 0; k < formulas.Length; k++)
        {
            GroupInstruction instruction = shape.Instructions[k];
            for (int vector = 0; vector < shape.Vectors; vector++)
            {
                il.Emit(OpCodes.Ldloca, formulas[k]);
                il.Emit(OpCodes.Ldloc, Value(instruction.A, vector));
                il.Emit(OpCodes.Ldloc, Value(instruction.B, vector));
                il.Emit(OpCodes.Ldloc, Value(instruction.C, vector));
                il.Emit(OpCodes.Call, lanes.GetMethod(nameof(EmittedLane<Lane128<T>, T>.Evaluate))!.MakeGenericMethod(formulas[k].LocalType));
                il.Emit(OpCodes.Stloc, Value(instruction.Destination, vector));
            }

            SlotUse use = shape.Slots[instruction.Destination];
            if (use == SlotUse.Inside) continue;
            for (int vector = 0; vector < shape.Vectors; vector++)
            {
                il.Emit(OpCodes.Ldloc, Value(instruction.Destination, vector));
                il.Emit(OpCodes.Ldloc, addresses[instruction.Destination]);
                Index(vector);
                if (use == SlotUse.Overwritten)
                {
                    il.Emit(OpCodes.Ldloc, kept[instruction.Destination]);
                    il.Emit(OpCodes.Ldloc, zeros[instruction.Destination]);
                    il.Emit(OpCodes.Call, lanes.GetMethod(nameof(EmittedLane<Lane128<T>, T>.Overwrite))!);
                    il.Emit(OpCodes.Stloc, zeros[instruction.Destination]);
                    continue;
                }

                il.Emit(OpCodes.Call, lanes.GetMethod(use == SlotUse.Streamed ? nameof(EmittedLane<Lane128<T>, T>.Stream) : nameof(EmittedLane<Lane128<T>, T>.Store))!);
            }
        }

        Index(shape.Vectors);
        il.Emit(OpCodes.Starg, (short)2);
        il.MarkLabel(test);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg, RowEnd);
        il.Emit(OpCodes.Blt, next);
        if (shape.Slots.AsSpan().ContainsAny(SlotUse.Row, SlotUse.RowUniform))
        {
            Label done = il.DefineLabel();
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Bge, done);
            for (int slot = 0; slot < shape.Slots.Length; slot++)
            {
                if (shape.Slots[slot] is not (SlotUse.Row or SlotUse.RowUniform)) continue;
                il.Emit(OpCodes.Ldloc, addresses[slot]);
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Ldc_I4, (shape.Slots.Length + slot) * sizeof(long));
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Ldind_I);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Stloc, addresses[slot]);
                if (shape.Slots[slot] == SlotUse.RowUniform) Repeat(slot);
            }

            il.Emit(OpCodes.Ldarg, RowEnd);
            il.Emit(OpCodes.Ldarg, RowLength);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Call, typeof(Math).GetMethod(nameof(Math.Min), [typeof(nint), typeof(nint)])!);
            il.Emit(OpCodes.Starg, RowEnd);
            il.Emit(OpCodes.Br, next);
            il.MarkLabel(done);
        }

        il.Emit(OpCodes.Ldc_I4_1);
        for (int slot = 0; slot < shape.Slots.Length; slot++)
        {
            if (shape.Slots[slot] != SlotUse.Overwritten) continue;
            il.Emit(OpCodes.Ldloc, zeros[slot]);
            il.Emit(OpCodes.Call, lanes.GetMethod(nameof(EmittedLane<Lane128<T>, T>.AreZeros))!);
            il.Emit(OpCodes.And);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<EmittedLoop>();

        LocalBuilder Value(int slot, int vector) => vector == 0 || shape.Slots[slot] is SlotUse.Uniform or SlotUse.RowUniform ? values[slot] : second[slot];

        // The index, so many vectors on.
        void Index(int vectors)
        {
            il.Emit(OpCodes.Ldarg_2);
            for (int k = 0; k < vectors; k++)
            {
                il.Emit(OpCodes.Call, lanes.GetProperty(nameof(EmittedLane<Lane128<T>, T>.Width))!.GetMethod!);
                il.Emit(OpCodes.Add);
            }
        }

        void PrepareToKeep(int slot)
        {
            kept[slot] = il.DeclareLocal(typeof(nint));
            zeros[slot] = il.DeclareLocal(lane);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, ((2 * shape.Slots.Length) + slot) * sizeof(long));
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldind_I);
            il.Emit(OpCodes.Stloc, kept[slot]);
        }

        void Repeat(int slot)
        {
            il.Emit(OpCodes.Ldloc, addresses[slot]);
            il.Emit(OpCodes.Call, lanes.GetMethod(nameof(EmittedLane<Lane128<T>, T>.Repeat))!);
            il.Emit(OpCodes.Stloc, values[slot]);
        }
    }

    /// <summary>Stands for any formula where a member is named.</summary>
    private readonly struct NoFormula<T> : IUnaryFormula<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public L Evaluate<L>(L x)
            where L : struct, ILane<L, T> => x;
    }
}

/// <summary>What emitted loops are made of, besides formulas.</summary>
internal static class EmittedLane<L, T>
    where L : struct, ILaneBits<L, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static nint Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => L.Width;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Repeat(nint address) => L.Create(PinnedMemory.Reference<T>(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Load(nint address, nint index) => L.Load(in Unsafe.Add(ref PinnedMemory.Reference<T>(address), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(L value, nint address, nint index) => L.Store(value, ref Unsafe.Add(ref PinnedMemory.Reference<T>(address), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(L value, nint address, nint index) => L.Stream(value, ref Unsafe.Add(ref PinnedMemory.Reference<T>(address), index));

    /// <summary>Keeps what is overwritten, and adds the differences of the new elements from themselves, which are 0 of finite ones and NaN of all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Overwrite(L value, nint address, nint index, nint kept, L zeros)
    {
        Store(Load(address, index), kept, index);
        Store(value, address, index);
        return zeros + (value - value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreZeros(L zeros) => L.AllLessThan(zeros, L.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Evaluate<TFormula>(ref TFormula formula, L a, L b, L c)
        where TFormula : struct, IOperandFormula<T> => formula.Evaluate(a, b, c);
}
