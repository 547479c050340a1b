using System.Numerics;

namespace Autograd;

/// <content>
/// The operators, with scalars on either side. They record what the methods of the same meaning do, and stand together because C# wants each three
/// times over. Of the generic-math interfaces there is none for comparisons: <see cref="IComparisonOperators{TSelf, TOther, TResult}"/> would have ==
/// give elements, too, which here compares handles.
/// </content>
public readonly partial struct Variable<T> :
    IUnaryPlusOperators<Variable<T>, Variable<T>>, IUnaryNegationOperators<Variable<T>, Variable<T>>,
    IAdditionOperators<Variable<T>, Variable<T>, Variable<T>>, IAdditionOperators<Variable<T>, T, Variable<T>>,
    ISubtractionOperators<Variable<T>, Variable<T>, Variable<T>>, ISubtractionOperators<Variable<T>, T, Variable<T>>,
    IMultiplyOperators<Variable<T>, Variable<T>, Variable<T>>, IMultiplyOperators<Variable<T>, T, Variable<T>>,
    IDivisionOperators<Variable<T>, Variable<T>, Variable<T>>, IDivisionOperators<Variable<T>, T, Variable<T>>
{
    /// <summary>x itself: nothing is recorded.</summary>
    public static Variable<T> operator +(Variable<T> x) => x;

    /// <summary>−x, element by element.</summary>
    public static Variable<T> operator -(Variable<T> x) => x.Negate();

    /// <summary>The sum a + b, element by element; lengths broadcast to each other.</summary>
    public static Variable<T> operator +(Variable<T> a, Variable<T> b) => a.Add(b);

    /// <summary>The sum a + b, with a scalar.</summary>
    public static Variable<T> operator +(Variable<T> a, T b) => a.Add(b);

    /// <summary>The sum a + b, with a scalar.</summary>
    public static Variable<T> operator +(T a, Variable<T> b) => b.ApplyAfter(a, new AddOperation<T>());

    /// <summary>The difference a − b, element by element; lengths broadcast to each other.</summary>
    public static Variable<T> operator -(Variable<T> a, Variable<T> b) => a.Subtract(b);

    /// <summary>The difference a − b, with a scalar.</summary>
    public static Variable<T> operator -(Variable<T> a, T b) => a.Subtract(b);

    /// <summary>The difference a − b, with a scalar.</summary>
    public static Variable<T> operator -(T a, Variable<T> b) => b.ApplyAfter(a, new SubtractOperation<T>());

    /// <summary>The element-wise product a ⊙ b, element by element; lengths broadcast to each other.</summary>
    public static Variable<T> operator *(Variable<T> a, Variable<T> b) => a.Multiply(b);

    /// <summary>The element-wise product a ⊙ b, with a scalar.</summary>
    public static Variable<T> operator *(Variable<T> a, T b) => a.Multiply(b);

    /// <summary>The element-wise product a ⊙ b, with a scalar.</summary>
    public static Variable<T> operator *(T a, Variable<T> b) => b.ApplyAfter(a, new MultiplyOperation<T>());

    /// <summary>The quotient a / b, element by element; lengths broadcast to each other.</summary>
    public static Variable<T> operator /(Variable<T> a, Variable<T> b) => a.Divide(b);

    /// <summary>The quotient a / b, with a scalar.</summary>
    public static Variable<T> operator /(Variable<T> a, T b) => a.Divide(b);

    /// <summary>The quotient a / b, with a scalar.</summary>
    public static Variable<T> operator /(T a, Variable<T> b) => b.ApplyAfter(a, new DivideOperation<T>());

    /// <summary>1 where a &gt; b, else 0, element by element; lengths broadcast to each other.</summary>
    public static Variable<T> operator >(Variable<T> a, Variable<T> b) => a.GreaterThan(b);

    /// <summary>1 where a &gt; b, else 0, with a scalar.</summary>
    public static Variable<T> operator >(Variable<T> a, T b) => a.GreaterThan(b);

    /// <summary>1 where a &gt; b, else 0, with a scalar.</summary>
    public static Variable<T> operator >(T a, Variable<T> b) => b.ApplyAfter(a, new GreaterThanOperation<T>());

    /// <summary>1 where a ≥ b, else 0, element by element; lengths broadcast to each other.</summary>
    public static Variable<T> operator >=(Variable<T> a, Variable<T> b) => a.GreaterThanOrEqual(b);

    /// <summary>1 where a ≥ b, else 0, with a scalar.</summary>
    public static Variable<T> operator >=(Variable<T> a, T b) => a.GreaterThanOrEqual(b);

    /// <summary>1 where a ≥ b, else 0, with a scalar.</summary>
    public static Variable<T> operator >=(T a, Variable<T> b) => b.ApplyAfter(a, new GreaterThanOrEqualOperation<T>());

    /// <summary>1 where a &lt; b, else 0, element by element; lengths broadcast to each other.</summary>
    public static Variable<T> operator <(Variable<T> a, Variable<T> b) => a.LessThan(b);

    /// <summary>1 where a &lt; b, else 0, with a scalar.</summary>
    public static Variable<T> operator <(Variable<T> a, T b) => a.LessThan(b);

    /// <summary>1 where a &lt; b, else 0, with a scalar.</summary>
    public static Variable<T> operator <(T a, Variable<T> b) => b.ApplyAfter(a, new LessThanOperation<T>());

    /// <summary>1 where a ≤ b, else 0, element by element; lengths broadcast to each other.</summary>
    public static Variable<T> operator <=(Variable<T> a, Variable<T> b) => a.LessThanOrEqual(b);

    /// <summary>1 where a ≤ b, else 0, with a scalar.</summary>
    public static Variable<T> operator <=(Variable<T> a, T b) => a.LessThanOrEqual(b);

    /// <summary>1 where a ≤ b, else 0, with a scalar.</summary>
    public static Variable<T> operator <=(T a, Variable<T> b) => b.ApplyAfter(a, new LessThanOrEqualOperation<T>());
}
