namespace Autograd;

/// <summary>How values between pixels are found.</summary>
public enum Interpolation
{
    /// <summary>Those of the nearest pixel.</summary>
    Nearest,

    /// <summary>Those of the pixels on either side, by how near they are: of images bilinear.</summary>
    Linear,
}
