using System.Collections;
using System.Collections.Concurrent;
using System.Numerics;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.CompilerServices;
using LinqExpression = System.Linq.Expressions.Expression;

namespace Autograd.Tests.Fuzz;

/// <summary>Arguments of any type: what a member expects, and what it does not.</summary>
internal sealed class HostileValues(Random random, bool isSingle)
{
    private const int MostElements = 4096;

    private static readonly int[] Numbers = [0, 1, -1, 2, -2, 3, 5, -5, 8, 16, int.MaxValue, int.MinValue, int.MaxValue - 1, int.MinValue + 1];
    private static readonly string?[] Texts = [null, "", "x", "W1", "\0", "<b>&\"'\\", "{0}", "σ(x) 🙂", "\ud800", "a\nb\r\n|c`", new string('y', 300)];

    /// <summary>Functions that give nothing, or throw: to compile one takes as long as a dozen calls.</summary>
    private static readonly ConcurrentDictionary<(Type Type, bool Throws), Delegate> Functions = [];

    private readonly HostileWorld<float>? _single = isSingle ? new(random) : null;
    private readonly HostileWorld<double>? _double = isSingle ? null : new(random);
    private readonly List<object> _seen = [];

    /// <summary>The tape from which most arguments of the next call come; none where they come from anywhere.</summary>
    private int _home = -1;

    public IEnumerable<int> NodeCounts => _single is null ? _double!.Tapes.Select(tape => tape.NodeCount) : _single.Tapes.Select(tape => tape.NodeCount);

    /// <summary>What went wrong where a member was called to make an argument.</summary>
    public List<string> Failures { get; } = [];

    public void Check(bool all)
    {
        _single?.Check(all);
        _double?.Check(all);
    }

    /// <summary>The arguments of a call, an instance among them.</summary>
    public object?[] Arguments(MemberCall member)
    {
        _home = random.Next(3) == 0 ? -1 : random.Next(2);
        return [.. member.Parameters.Select(type => Of(type))];
    }

    /// <summary>Lets a result be an argument of later calls.</summary>
    public void Keep(object? result)
    {
        switch (result)
        {
            case null or string or ICollection<float> or ICollection<double> or GradientCheckOptions: break;
            case Variable<float> variable: Keep(_single, variable); break;
            case Variable<double> variable: Keep(_double, variable); break;
            case Gradients<float> gradients: _single?.Everything.Gradients.Add(gradients); break;
            case Gradients<double> gradients: _double?.Everything.Gradients.Add(gradients); break;
            case Indices<float> indices: _single?.Everything.Indices.Add(indices); break;
            case Indices<double> indices: _double?.Everything.Indices.Add(indices); break;
            case Tape<float> tape: if (_single?.Tapes.Count < 6) _single.Tapes.Add(tape); break;
            case Tape<double> tape: if (_double?.Tapes.Count < 6) _double.Tapes.Add(tape); break;
            case IEnumerable items: foreach (object? item in items.Cast<object?>().Take(2)) Keep(item); break;
            default: if (_seen.Count < 100 && !result.GetType().IsPrimitive) _seen.Add(result); break;
        }
    }

    /// <summary>A value of a type; null where there is none of it yet.</summary>
    public object? Of(Type type, int depth = 0)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return random.Next(3) == 0 ? null : Of(inner, depth);
        if (type.IsArray && type.GetArrayRank() > 1) return random.Next(12) == 0 ? null : Table(type.GetElementType()!, type.GetArrayRank());
        if (type.IsArray) return random.Next(12) == 0 ? null : Items(type.GetElementType()!, depth);
        if (type.IsByRefLike) return SpanOf(type, depth);
        if (type.IsEnum) return Enum.ToObject(type, random.Next(10) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(4));
        if (typeof(Delegate).IsAssignableFrom(type)) return random.Next(12) == 0 ? null : Function(type);
        if (Simple(type) is { } simple) return simple;
        if (type == typeof(string)) return Texts[random.Next(Texts.Length)];
        if ((Of(_single, type, depth) ?? Of(_double, type, depth)) is { } own) return random.Next(30) == 0 && !type.IsValueType ? null : own;
        if (!type.IsValueType && random.Next(15) == 0) return null;
        if (type.IsInterface && type.IsGenericType && type.IsAssignableFrom(type.GetGenericArguments()[0].MakeArrayType())) return Items(type.GetGenericArguments()[0], depth);
        if (type == typeof(TextReader)) return new StringReader(Texts[random.Next(1, Texts.Length)]!);
        if (type == typeof(TextWriter)) return new StringWriter();
        if (type == typeof(Stream)) return new MemoryStream();
        object[] seen = [.. _seen.Where(type.IsInstanceOfType)];
        return seen.Length > 0 && random.Next(3) > 0 ? seen[random.Next(seen.Length)] : Make(type, depth);
    }

    /// <summary>Whether a value is an operation with code of its own.</summary>
    public static bool IsOperation(object? value) =>
        value is HostileKernel<float> or HostileKernel<double> or HostileView<float> or HostileView<double> or HostileFormula<float> or HostileFormula<double>;

    private static void Keep<T>(HostileWorld<T>? world, Variable<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (world is null) return;
        try
        {
            if (variable.Shape.ElementCount <= MostElements) world.Everything.Variables.Add(variable);
        }
        catch (InvalidOperationException)
        {
            world.Everything.Variables.Add(variable);
        }
    }

    private object? Simple(Type type)
    {
        int number = random.Next(4) == 0 ? Numbers[random.Next(Numbers.Length)] : random.Next(-2, 4);
        if (type == typeof(int)) return number;
        if (type == typeof(nint)) return random.Next(20) == 0 ? nint.MaxValue : (nint)number;
        if (type == typeof(long)) return random.Next(20) == 0 ? long.MinValue : (long)number;
        if (type == typeof(ulong)) return (ulong)number;
        if (type == typeof(uint)) return (uint)number;
        if (type == typeof(byte)) return (byte)number;
        if (type == typeof(char)) return (char)number;
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(double)) return random.Next(2) == 0 ? random.Next(4) / 4.0 : HostileWorld<double>.Value(random);
        if (type == typeof(float)) return HostileWorld<float>.Value(random);
        if (type == typeof(object)) return random.Next(3) switch { 0 => null, 1 => number, _ => Of(typeof(Shape)) };
        if (type == typeof(Shape)) return SomeShape();
        if (type == typeof(Index)) return new Index(Math.Abs(number == int.MinValue ? 0 : number), random.Next(2) == 0);
        if (type == typeof(Range)) return new Range((Index)Simple(typeof(Index))!, (Index)Simple(typeof(Index))!);
        if (type == typeof(GradientCheckOptions)) return new GradientCheckOptions { Order = random.Next(1, 3), Seed = (ulong)number };
        if (type == typeof(SingularMatrixException)) return Record.Exception(() => Thrown(x => x.Inverse()));
        if (type == typeof(NotPositiveDefiniteException)) return Record.Exception(() => Thrown(x => x.Cholesky()));
        if (type == typeof(GradientCheckException)) return Record.Exception(() => GradientCheck.Check(x => x.StopGradient(), [1], [1]).ThrowIfFailed());
        if (type == typeof(SafetensorsFile)) return HostileFiles.Tensors();
        if (type == typeof(EventFile)) return HostileFiles.Events();
        if (type == typeof(NpzWriter)) return HostileFiles.Writer;
        if (type == typeof(TimeSpan)) return TimeSpan.FromMilliseconds(random.Next(3));
        if (type == typeof(CancellationToken)) return new CancellationToken(random.Next(2) == 0);
        return null;
    }

    /// <summary>An operation on a matrix of zeros, for what it throws.</summary>
    private static void Thrown(Func<Variable<double>, Variable<double>> operation)
    {
        using var tape = new Tape<double>();
        operation(tape.Zeros([2, 2])).ToArray();
    }

    /// <summary>Lengths whose elements fit into a few pages, or into no array at all: nothing between, which would honestly be tried.</summary>
    private Shape SomeShape()
    {
        if (random.Next(12) == 0) return random.Next(4) switch { 0 => [int.MaxValue], 1 => [int.MaxValue, 1], 2 => [0, int.MaxValue], _ => [int.MaxValue, 0, int.MaxValue] };
        var lengths = new nint[random.Next(8) == 0 ? random.Next(9) : random.Next(4)];
        long count = 1;
        for (int d = 0; d < lengths.Length; d++)
        {
            lengths[d] = random.Next(6) == 0 ? random.Next(9) : random.Next(1, 4);
            count *= lengths[d];
        }

        return count <= MostElements ? lengths : default(Shape);
    }

    private Array Items(Type element, int depth)
    {
        var items = Array.CreateInstance(element, depth > 2 ? 0 : random.Next(5) switch { 0 => 0, 1 => 1, 2 => 2, 3 => 3, _ => random.Next(12) });
        bool repeated = random.Next(8) == 0;
        for (int k = 0; k < items.Length; k++) items.SetValue(k > 0 && repeated ? items.GetValue(0) : Of(element, depth + 1), k);
        return items;
    }

    private Array Table(Type element, int rank)
    {
        var table = Array.CreateInstance(element, [.. Enumerable.Range(0, rank).Select(_ => random.Next(4))]);
        if (table.Length > 0) table.SetValue(Of(element), new int[rank]);
        return table;
    }

    private object? SpanOf(Type type, int depth)
    {
        Type element = type.GetGenericArguments()[0];
        if (type.Name.Contains("Tensor", StringComparison.Ordinal)) return Of(typeof(Tensor<>).MakeGenericType(element), depth);
        if (!type.Name.Contains("Span", StringComparison.Ordinal)) return null;
        if (random.Next(5) > 0) return Items(element, depth);
        Array[] known = [.. _seen.OfType<Array>().Where(array => array.Rank == 1 && array.GetType().GetElementType() == element)];
        Array shared = known.Length > 0 ? known[0] : Items(element, depth);
        if (known.Length == 0) _seen.Add(shared);
        int start = random.Next(shared.Length + 1);
        return new Part(shared, start, random.Next(shared.Length - start + 1));
    }

    private object? Of<T>(HostileWorld<T>? world, Type type, int depth)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (world is null) return null;
        HostileWorld<T>.Place place = _home < 0 || random.Next(12) == 0 ? world.Everything : world.Homes[_home];
        if (type == typeof(Variable<T>)) return Any(place.Variables, _home < 0 ? int.MaxValue : 8);
        if (type == typeof(Indices<T>)) return Any(place.Indices, int.MaxValue);
        if (type == typeof(Gradients<T>)) return Any(place.Gradients, int.MaxValue);
        if (type == typeof(Parameter<T>)) return random.Next(2) == 0 ? new Parameter<T>("p", SomeShape() is { ElementCount: <= MostElements } shape ? shape : [0]) : Any(place.Parameters, int.MaxValue);
        if (type == typeof(Tape<T>)) return place.Tape ?? Any(world.Tapes, int.MaxValue);
        if (type == typeof(Tensor<T>)) return SomeTensor<T>();
        if (type == typeof(HostileKernel<T>)) return new HostileKernel<T>(Some(), Some(), Some(), random.Next(-2, 4), Accomplice(world));
        if (type == typeof(HostileView<T>)) return new HostileView<T>(Some(), (int)Simple(typeof(int))!, Accomplice(world));
        if (type == typeof(HostileFormula<T>)) return new HostileFormula<T>(Some(), Some(), Accomplice(world));
        if (type == typeof(Layer<T>)) return SomeLayer<T>(depth);
        if (type == typeof(DataLoader<T, T>)) return new DataLoader<T, T>(new ArrayDataSet<T, T>(new T[6], [2], new T[3], []), batchSize: 2, seed: 1, workers: 0);
        if (type == typeof(MultiHeadAttention<T>)) return new MultiHeadAttention<T>("a", 4, 2, new RandomGenerator(1));
        if (type == typeof(TransformerBlock<T>)) return new TransformerBlock<T>("b", 4, 2, 8, ActivationLayer<T>.Gelu, new RandomGenerator(1));
        if (type == typeof(Convolution<T>)) return new Convolution<T>(new Parameter<T>("W", [2, 3, 2]), null);
        if (type == typeof(ConvolutionTranspose<T>)) return new ConvolutionTranspose<T>(new Parameter<T>("W", [3, 2, 2]), null);
        return null;
    }

    private Mischief Some() => random.Next(5) > 0 ? Mischief.None : (Mischief)random.Next((int)Mischief.Never + 1);

    private Culprit<T> Accomplice<T>(HostileWorld<T> world)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> known = world.Everything.Variables[random.Next(world.Everything.Variables.Count)];
        return new Culprit<T>(world.Tapes[random.Next(2)], known);
    }

    private Tensor<T> SomeTensor<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = SomeShape();
        if (shape.ElementCount > MostElements) shape = [0];
        return Tensor.Create(HostileWorld<T>.Values(random, shape.ElementCount), shape.Rank == 0 ? [1] : shape.ToArray());
    }

    private Layer<T> SomeLayer<T>(int depth)
        where T : unmanaged, IFloatingPointIeee754<T> => random.Next(4) switch
        {
            0 => new Linear<T>(new Parameter<T>("W", [2, 3]), random.Next(2) == 0 ? null : new Parameter<T>("b", [2])),
            1 => new HostileLayer<T>(random.Next(3) == 0 ? null! : (Parameter<T>[])Items(typeof(Parameter<T>), depth)),
            _ => ActivationLayer<T>.Tanh,
        };

    /// <summary>One of the items, mostly of the first ones.</summary>
    private object? Any<TItem>(List<TItem> items, int first) => items[random.Next(random.Next(4) == 0 ? items.Count : Math.Min(first, items.Count))];

    private object Function(Type type)
    {
        if (type == typeof(Func<Variable<float>, Variable<float>>)) return OfOne(_single);
        if (type == typeof(Func<Variable<double>, Variable<double>>)) return OfOne(_double);
        if (type == typeof(Func<Variable<float>[], Variable<float>>)) return OfSeveral(OfOne(_single));
        if (type == typeof(Func<Variable<double>[], Variable<double>>)) return OfSeveral(OfOne(_double));
        return Functions.GetOrAdd((type, random.Next(3) == 0), Compiled);
    }

    private static Delegate Compiled((Type Type, bool Throws) function)
    {
        MethodInfo invoke = function.Type.GetMethod("Invoke")!;
        LinqExpression body = function.Throws
            ? LinqExpression.Throw(LinqExpression.New(typeof(HostileException)), invoke.ReturnType)
            : LinqExpression.Default(invoke.ReturnType);
        return LinqExpression.Lambda(function.Type, body, invoke.GetParameters().Select(p => LinqExpression.Parameter(p.ParameterType))).Compile();
    }

    private Func<Variable<T>, Variable<T>> OfOne<T>(HostileWorld<T>? world)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> other = world!.Everything.Variables[random.Next(world.Everything.Variables.Count)];
        return random.Next(12) switch
        {
            0 => _ => default,
            1 => _ => other,
            2 => _ => throw new HostileException(),
            3 => x => Reset(x),
            4 => x => Dispose(x),
            5 => x => x.StopGradient(),
            6 => x => x.Sum(),
            7 => x => x.Tape.Constant(T.One),
            8 => x => x,
            _ => x => x.Tanh(),
        };

        static Variable<T> Reset(Variable<T> x)
        {
            x.Tape.Reset();
            return x;
        }

        static Variable<T> Dispose(Variable<T> x)
        {
            x.Tape.Dispose();
            return x;
        }
    }

    private static Func<Variable<T>[], Variable<T>> OfSeveral<T>(Func<Variable<T>, Variable<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T> => x => function(x.Length == 0 ? default : x[^1]);

    /// <summary>By a member that gives one, or several of them; or all zeros.</summary>
    private object? Make(Type type, int depth)
    {
        object? zero = type.IsValueType ? RuntimeHelpers.GetUninitializedObject(type) : null;
        IReadOnlyList<MemberCall> makers = PublicMembers.MakersOf(type, isSingle);
        for (int attempt = 0; attempt < 3 && depth < 5 && makers.Count > 0 && random.Next(8) > 0; attempt++)
        {
            MemberCall maker = makers[random.Next(makers.Count)];
            object?[] arguments = [.. maker.Parameters.Select(parameter => Of(parameter, depth + 1))];
            if (maker.HasInstance && arguments[0] is null) continue;
            try
            {
                object? made = maker.Invoke(arguments);
                if (!type.IsInstanceOfType(made)) made = (made as IEnumerable)?.Cast<object?>().FirstOrDefault();
                if (made is not null) return made;
            }
            catch (Exception exception)
            {
                if (!HostileCalls.Explains(exception)) Failures.Add($"{maker}: {exception}");
            }
        }

        return zero;
    }
}

/// <summary>A layer with the parameters that it is given, null or not.</summary>
internal sealed class HostileLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public HostileLayer(IReadOnlyList<Parameter<T>> parameters)
    {
        int count = 0;
        foreach (Parameter<T> parameter in parameters ?? [])
        {
            if (parameter is not null) Add($"p{count++}", parameter);
        }
    }

    public override Variable<T> Forward(Variable<T> x, Pass pass) => x.Tanh();
}
