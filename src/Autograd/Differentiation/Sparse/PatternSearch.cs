using System.Numerics;

namespace Autograd;

/// <summary>
/// Finds on which elements of an input those of an output depend, by what is recorded: from node to node, by each operation's own rule. No value
/// is looked at but indices that are given, not computed; no derivative is taken.
/// </summary>
internal static class PatternSearch
{
    /// <summary>A row for each element of the output, a column for each of the input.</summary>
    public static SparsityPattern Find<T>(Variable<T> output, Variable<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = output.Tape;
        Program<T> program = tape.Program;
        int columns = input.Shape.ElementCount;
        var pool = new IndexSetPool(columns);
        int[] lastUse = LastUses(program, output.Index);
        var sets = new IndexSets?[output.Index + 1];
        if (input.Index <= output.Index) sets[input.Index] = IndexSets.Argument(pool, input.Shape);
        for (int node = input.Index + 1; node <= output.Index; node++)
        {
            if (lastUse[node] < 0 || !program[node].IsDifferentiable || program[node].OperandCount == 0) continue;
            ReadOnlySpan<int> operands = program.OperandsOf(program[node]);
            bool depends = false;
            foreach (int operand in operands) depends |= sets[operand] is { AreEmpty: false };
            if (!depends) continue;
            sets[node] = Depend(tape, pool, node, sets);
            foreach (int operand in operands)
            {
                if (lastUse[operand] == node) sets[operand] = null;
            }
        }

        return SparsityPattern.Of(sets[output.Index] ?? IndexSets.None(pool, output.Shape), columns);
    }

    private static IndexSets Depend<T>(Tape<T> tape, IndexSetPool pool, int node, IndexSets?[] sets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Program<T> program = tape.Program;
        int count = program[node].OperandCount;
        var own = new IndexSets[count];
        var indices = new int[]?[count];
        for (int k = 0; k < count; k++)
        {
            int operand = program.OperandsOf(program[node])[k];
            own[k] = sets[operand] ?? IndexSets.None(pool, program[operand].Shape);
            if (program[operand].Operation.GivesIndices && AreGiven(program, operand)) indices[k] = new Indices<T>(tape.At(operand)).Values.ToArray();
        }

        return program[node].Operation.Depend(new OperandSets(own, indices, program[node].Shape));
    }

    /// <summary>Whether indices follow from nothing but such as were given: they are then the same wherever the function is evaluated.</summary>
    private static bool AreGiven<T>(Program<T> program, int node)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!program[node].Operation.GivesIndices) return false;
        foreach (int operand in program.OperandsOf(program[node]))
        {
            if (!AreGiven(program, operand)) return false;
        }

        return true;
    }

    /// <summary>For each node the last one that reads it and that the output depends on; −1 where there is none, itself for the output.</summary>
    private static int[] LastUses<T>(Program<T> program, int output)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lastUse = new int[output + 1];
        Array.Fill(lastUse, -1);
        lastUse[output] = output;
        for (int node = output; node >= 0; node--)
        {
            if (lastUse[node] < 0) continue;
            foreach (int operand in program.OperandsOf(program[node]))
            {
                if (lastUse[operand] < 0) lastUse[operand] = node;
            }
        }

        return lastUse;
    }
}
