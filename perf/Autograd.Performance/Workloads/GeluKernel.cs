namespace Autograd.Performance;

/// <summary>The GELU kernel alone, into memory that is reused: no tape. PyTorch's side runs without recording, too.</summary>
internal sealed class GeluKernel : Workload
{
    private static readonly ElementKernel<float> Kernel = OfOne<float, GeluOperation<float>>.Kernel(default);
    private readonly float[] _x;
    private readonly float[] _y;

    public GeluKernel(int length)
    {
        _x = Inputs.Data<float>("x", [length], 4);
        _y = new float[length];
    }

    public override double Step()
    {
        var x = new Strided<float>(in _x[0], Layout.Contiguous([_x.Length]));
        Elementwise.Map(Kernel, x, _y);
        return _y[0];
    }

    public override void Dispose()
    {
    }
}
