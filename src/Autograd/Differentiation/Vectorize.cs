using System.Numerics;

namespace Autograd;

/// <content>Functions of one example, applied to many at once.</content>
public static partial class Differentiate
{
    /// <summary>
    /// A function that is written for one example, applied to each of a batch: y[i] = f(x[i]). It is recorded once, for the first example, and
    /// that recording is lifted; where an operation in it cannot be, it is recorded for each example.
    /// </summary>
    /// <remarks>
    /// It has to record the same for every example: what it reads of values while it is recorded are those of the first one. What it takes from
    /// elsewhere, parameters of the tape or random numbers say, all examples share. Its argument is differentiable, so that it may be a gradient
    /// itself.
    /// </remarks>
    /// <param name="function">A function of one example, a slice of the batch without its first dimension.</param>
    /// <param name="batch">The examples, along dimension 0; at least one.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>A node on the batch's tape: the number of examples followed by the lengths of the function's result.</returns>
    /// <exception cref="ArgumentException">The batch is a scalar or has no examples.</exception>
    public static Variable<T> Vectorize<T>(Func<Variable<T>, Variable<T>> function, Variable<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        return Vectorize("Vectorize", slices => function(slices[0]), batch);
    }

    /// <summary>A function of two arguments, applied to each pair of examples: y[i] = f(x[i], t[i]).</summary>
    /// <inheritdoc cref="Vectorize{T}(Func{Variable{T}, Variable{T}}, Variable{T})" path="/*[not(self::param)]"/>
    /// <param name="function">A function of one example of each.</param>
    /// <param name="x">The first arguments, along dimension 0; at least one.</param>
    /// <param name="t">The second arguments, as many.</param>
    public static Variable<T> Vectorize<T>(Func<Variable<T>, Variable<T>, Variable<T>> function, Variable<T> x, Variable<T> t)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        return Vectorize("Vectorize", slices => function(slices[0], slices[1]), x, t);
    }

    /// <summary>
    /// The gradients of a loss for each example by itself: ∂J(x[i])/∂θ for each parameter θ. The loss is recorded once, for the first example, and
    /// its recording and the reverse walk are lifted; where an operation cannot be, they are recorded for each example.
    /// </summary>
    /// <remarks>The loss has to record the same for every example, as with Vectorize.</remarks>
    /// <param name="loss">The loss of one example, a slice of the batch without its first dimension: a single element.</param>
    /// <param name="batch">The examples, along dimension 0; at least one.</param>
    /// <param name="parameters">What is differentiated by: nodes on the batch's tape, of <c>tape.Watch</c> say.</param>
    /// <typeparam name="T">Element type.</typeparam>
    /// <returns>For each parameter a node: the number of examples followed by the parameter's lengths. Zeros where the loss does not depend on it.</returns>
    /// <exception cref="ArgumentException">The batch is a scalar or has no examples; a parameter is not differentiable, or of another tape.</exception>
    /// <exception cref="InvalidOperationException">The loss has more elements than one.</exception>
    public static Variable<T>[] PerExample<T>(Func<Variable<T>, Variable<T>> loss, Variable<T> batch, params ReadOnlySpan<Variable<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(loss);
        return PerExample(slices => loss(slices[0]), parameters, batch);
    }

    /// <summary>The gradients of a loss of two arguments for each pair of examples: ∂J(x[i], t[i])/∂θ for each parameter θ.</summary>
    /// <inheritdoc cref="PerExample{T}(Func{Variable{T}, Variable{T}}, Variable{T}, ReadOnlySpan{Variable{T}})" path="/*[not(self::param)]"/>
    /// <param name="loss">The loss of one example and its target: a single element.</param>
    /// <param name="x">The examples, along dimension 0; at least one.</param>
    /// <param name="t">The targets, as many.</param>
    /// <param name="parameters">What is differentiated by: nodes on the examples' tape, of <c>tape.Watch</c> say.</param>
    public static Variable<T>[] PerExample<T>(Func<Variable<T>, Variable<T>, Variable<T>> loss, Variable<T> x, Variable<T> t, params ReadOnlySpan<Variable<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(loss);
        return PerExample(slices => loss(slices[0], slices[1]), parameters, x, t);
    }

    private static Variable<T> Vectorize<T>(string operation, Func<Variable<T>[], Variable<T>> function, params Variable<T>[] batches)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = batches[0].Tape;
        int count = ExamplesOf(operation, batches);
        using var attempt = new Attempt<T>(tape);
        int first = tape.NodeCount;
        Variable<T>[] slices = Slices(batches, 0);
        Variable<T> result = Output(operation, tape, function(slices));
        int end = tape.NodeCount;
        using var lifting = new Lifting<T>(tape, first);
        foreach (Variable<T> slice in slices) lifting.Depend(slice);
        if (lifting.TryFind([result], out _, out _))
        {
            for (int k = 0; k < slices.Length; k++) lifting.Replace(slices[k], batches[k]);
            lifting.Record(first, end, count);
            return attempt.Keep(lifting[result, count]);
        }

        var results = new Variable<T>[count];
        results[0] = result;
        for (int i = 1; i < count; i++) results[i] = Output(operation, tape, function(Slices(batches, i)));
        return attempt.Keep(tape.Stack(0, results));
    }

    private static Variable<T>[] PerExample<T>(Func<Variable<T>[], Variable<T>> loss, ReadOnlySpan<Variable<T>> parameters, params Variable<T>[] batches)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = batches[0].Tape;
        int count = ExamplesOf("PerExample", batches);
        using var attempt = new Attempt<T>(tape);
        int first = tape.NodeCount;
        Variable<T>[] slices = Slices(batches, 0), results = new Variable<T>[parameters.Length];
        Variable<T> output = Scalar("PerExample", Output("PerExample", tape, loss(slices)));
        int start = tape.NodeCount;
        Gradients<T> gradients = ScalarPullback(output);
        for (int k = 0; k < results.Length; k++) results[k] = gradients[parameters[k]];
        int end = tape.NodeCount;
        using var lifting = new Lifting<T>(tape, first);
        foreach (Variable<T> slice in slices) lifting.Depend(slice);
        if (lifting.TryFind(results, out _, out _))
        {
            for (int k = 0; k < slices.Length; k++) lifting.Replace(slices[k], batches[k]);
            lifting.Record(first, start, count);
            Gradients<T> lifted = LiftedWalk<T>.Record(in lifting, start, end, count, gradients, parameters, batches, batches);
            for (int k = 0; k < results.Length; k++) results[k] = lifted.IsConnected(parameters[k]) ? lifted[parameters[k]] : lifting[results[k], count];
        }
        else
        {
            var each = new Variable<T>[results.Length][];
            for (int k = 0; k < each.Length; k++) (each[k] = new Variable<T>[count])[0] = results[k];
            for (int i = 1; i < count; i++)
            {
                gradients = ScalarPullback(Scalar("PerExample", Output("PerExample", tape, loss(Slices(batches, i)))));
                for (int k = 0; k < each.Length; k++) each[k][i] = gradients[parameters[k]];
            }

            for (int k = 0; k < each.Length; k++) results[k] = tape.Stack(0, each[k]);
        }

        attempt.Keep();
        return results;
    }

    /// <summary>The number of examples, which all batches have.</summary>
    private static int ExamplesOf<T>(string operation, Variable<T>[] batches)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<T> tape = batches[0].Tape;
        foreach (Variable<T> batch in batches)
        {
            Shape shape = tape.NodeOf(batch, operation).Shape;
            if (shape.Rank == 0 || shape[0] == 0) throw Errors.NoExamples(operation, shape);
            if (shape[0] != batches[0].Shape[0]) throw Errors.ExampleCount(operation, batches[0].Shape, shape);
        }

        return batches[0].Shape[0];
    }

    /// <summary>
    /// One example of each batch: a part of it where that can be differentiated by, else a leaf that can, for functions that differentiate.
    /// </summary>
    private static Variable<T>[] Slices<T>(Variable<T>[] batches, int index)
        where T : unmanaged, IFloatingPointIeee754<T> => Array.ConvertAll(batches, batch =>
    {
        if (batch.IsDifferentiable) return batch.At(0, index);
        Shape shape = Shape.Concatenate(batch.Shape, 0, batch.Shape, 1);
        return batch.Tape.Variable(batch.Span.Slice(index * shape.ElementCount, shape.ElementCount), shape, null);
    });
}
