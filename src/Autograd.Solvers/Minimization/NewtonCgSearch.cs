namespace Autograd;

/// <summary>Newton's method in a trust region, with steps from conjugate gradients (Steihaug 1983; Nocedal and Wright, Numerical Optimization, algorithm 7.2).</summary>
internal sealed class NewtonCgSearch(Objective objective)
{
    private readonly double[] _step = new double[objective.X.Length];
    private readonly double[] _residual = new double[objective.X.Length];
    private readonly double[] _direction = new double[objective.X.Length];
    private readonly double[] _product = new double[objective.X.Length];
    private double _radius = objective.Options.InitialRadius;

    public MinimizationResult Run()
    {
        StopReason? reason = objective.Start();
        while (reason is null)
        {
            double least = 1e-16 * Math.Max(Dense.Norm(objective.X), 1e-16);
            reason = StopReason.NoProgress;
            while (_radius > least)
            {
                if (!FindStep()) return objective.Result(StopReason.NotFinite);
                double norm = Dense.Norm(_step), slope = Dense.Dot(objective.Gradient, _step), predicted = -0.5 * (slope + Dense.Dot(_residual, _step));
                (double value, double slopeThere) = objective.Look(_step, 1);
                double reduction = objective.Value - value, ratio = reduction / predicted;

                // Where values differ by no more than rounding, the slopes at both ends tell by how much it falls; of steps that the radius did not shorten.
                if (Math.Abs(reduction) <= 1e-14 * Math.Abs(objective.Value) && norm < 0.9 * _radius) ratio = -0.5 * (slope + slopeThere) / predicted;
                if (!(ratio >= 0.25)) _radius = 0.25 * Math.Min(_radius, norm);
                else if (ratio > 0.75 && norm > 0.8 * _radius) _radius *= 2;
                if (!(ratio > 1e-4)) continue;
                reason = objective.Move();
                break;
            }
        }

        return objective.Result(reason.Value);
    }

    /// <summary>Finds a step p, and leaves g + H p in the residual.</summary>
    /// <returns>Whether the products are finite.</returns>
    private bool FindStep()
    {
        _step.AsSpan().Clear();
        objective.Gradient.CopyTo(_residual, 0);
        for (int i = 0; i < _direction.Length; i++) _direction[i] = -_residual[i];
        double norm = Dense.Norm(_residual), enough = norm * Math.Min(0.5, Math.Sqrt(norm)), squared = norm * norm;
        int most = Math.Max(20, 2 * _step.Length);
        for (int k = 0; k < most; k++)
        {
            objective.Options.Cancellation.ThrowIfCancellationRequested();
            objective.Evaluations++;
            objective.Function.HessianVectorProduct(objective.X, _direction, _product);
            double curvature = Dense.Dot(_direction, _product);
            if (!double.IsFinite(curvature)) return false;
            double alpha = squared / curvature;
            if (!(curvature > 0) || Beyond(alpha))
            {
                Advance(ToBorder());
                return true;
            }

            Advance(alpha);
            double next = Dense.Dot(_residual, _residual);
            if (Math.Sqrt(next) <= enough) return true;
            for (int i = 0; i < _direction.Length; i++) _direction[i] = (next / squared * _direction[i]) - _residual[i];
            squared = next;
        }

        return true;
    }

    private void Advance(double alpha)
    {
        Dense.AddScaled(alpha, _direction, _step);
        Dense.AddScaled(alpha, _product, _residual);
    }

    private bool Beyond(double alpha)
    {
        double sum = 0;
        for (int i = 0; i < _step.Length; i++) sum += Math.Pow(_step[i] + (alpha * _direction[i]), 2);
        return Math.Sqrt(sum) >= _radius;
    }

    /// <summary>The positive a with ‖p + a d‖ = Δ.</summary>
    private double ToBorder()
    {
        double dd = Dense.Dot(_direction, _direction), pd = Dense.Dot(_step, _direction), rest = (_radius * _radius) - Dense.Dot(_step, _step);
        double root = Math.Sqrt((pd * pd) + (dd * Math.Max(rest, 0)));
        return pd > 0 ? rest / (pd + root) : (root - pd) / dd;
    }
}
