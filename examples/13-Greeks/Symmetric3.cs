using System.Runtime.Intrinsics;

namespace Autograd.Examples.Greeks;

/// <summary>Three numbers for each of eight smiles.</summary>
internal readonly record struct Vector3(Vector512<double> X, Vector512<double> Y, Vector512<double> Z)
{
    public static Vector3 operator +(Vector3 a, Vector3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector3 operator -(Vector3 a, Vector3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector3 operator *(Vector3 a, Vector512<double> b) => new(a.X * b, a.Y * b, a.Z * b);

    /// <summary>The first where a mask is set, else the second.</summary>
    public static Vector3 Select(Vector512<double> mask, Vector3 a, Vector3 b) =>
        new(Vector512.ConditionalSelect(mask, a.X, b.X), Vector512.ConditionalSelect(mask, a.Y, b.Y), Vector512.ConditionalSelect(mask, a.Z, b.Z));
}

/// <summary>A symmetric matrix of three rows for each of eight smiles.</summary>
internal readonly record struct Symmetric3(Vector512<double> XX, Vector512<double> XY, Vector512<double> XZ, Vector512<double> YY, Vector512<double> YZ, Vector512<double> ZZ)
{
    public static Symmetric3 operator +(Symmetric3 a, Symmetric3 b) => new(a.XX + b.XX, a.XY + b.XY, a.XZ + b.XZ, a.YY + b.YY, a.YZ + b.YZ, a.ZZ + b.ZZ);

    /// <summary>v vᵀ.</summary>
    public static Symmetric3 Square(Vector3 v) => new(v.X * v.X, v.X * v.Y, v.X * v.Z, v.Y * v.Y, v.Y * v.Z, v.Z * v.Z);

    /// <summary>The first where a mask is set, else the second.</summary>
    public static Symmetric3 Select(Vector512<double> mask, Symmetric3 a, Symmetric3 b) => new(
        Vector512.ConditionalSelect(mask, a.XX, b.XX), Vector512.ConditionalSelect(mask, a.XY, b.XY), Vector512.ConditionalSelect(mask, a.XZ, b.XZ),
        Vector512.ConditionalSelect(mask, a.YY, b.YY), Vector512.ConditionalSelect(mask, a.YZ, b.YZ), Vector512.ConditionalSelect(mask, a.ZZ, b.ZZ));

    /// <summary>The matrix with its diagonal times 1 + damping.</summary>
    public Symmetric3 Damped(Vector512<double> damping)
    {
        Vector512<double> factor = damping + Vector512<double>.One;
        return this with { XX = XX * factor, YY = YY * factor, ZZ = ZZ * factor };
    }

    /// <summary>The solution of M x = b, by cofactors.</summary>
    public Vector3 Solve(Vector3 b)
    {
        Vector512<double> xx = (YY * ZZ) - (YZ * YZ), xy = (XZ * YZ) - (XY * ZZ), xz = (XY * YZ) - (XZ * YY);
        Vector512<double> yy = (XX * ZZ) - (XZ * XZ), yz = (XY * XZ) - (XX * YZ), zz = (XX * YY) - (XY * XY);
        Vector512<double> scale = Vector512<double>.One / ((XX * xx) + (XY * xy) + (XZ * xz));
        return new(
            ((xx * b.X) + (xy * b.Y) + (xz * b.Z)) * scale,
            ((xy * b.X) + (yy * b.Y) + (yz * b.Z)) * scale,
            ((xz * b.X) + (yz * b.Y) + (zz * b.Z)) * scale);
    }
}
