#:project ../../src/Autograd.Solvers
using Autograd;

double[] t = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8];
var random = new RandomGenerator(seed: 3);
double[] y = [.. t.Select(time => 4.0 * Math.Exp(-0.7 * time) + 0.5 + 0.02 * random.NextNormal())];

Variable<double> Residuals(Variable<double> b) => b[0] * (-b[1] * b.Tape.Constant(t)).Exp() + b[2] - b.Tape.Constant(y);

var fit = NonlinearLeastSquares.LevenbergMarquardt(Residuals, [1, 1, 1]);
Console.WriteLine($"{fit.X[0]:0.000} exp(-{fit.X[1]:0.000} t) + {fit.X[2]:0.000} after {fit.Iterations} iterations: {fit.Reason}");

double[] covariance = fit.Covariance();                 // 3 × 3, row by row
Console.WriteLine($"standard errors {Math.Sqrt(covariance[0]):0.000}, {Math.Sqrt(covariance[4]):0.000}, {Math.Sqrt(covariance[8]):0.000}");

(y[3], y[8]) = (9.9, -3.0);
var squares = NonlinearLeastSquares.LevenbergMarquardt(Residuals, [1, 1, 1]);
var robust = NonlinearLeastSquares.LevenbergMarquardt(Residuals, [1, 1, 1], new LeastSquaresOptions { Loss = RobustLoss.Cauchy, LossScale = 0.05, Lower = [0, 0, 0] });
Console.WriteLine($"squares {squares.X[0]:0.000} exp(-{squares.X[1]:0.000} t) + {squares.X[2]:0.000}");
Console.WriteLine($"robust  {robust.X[0]:0.000} exp(-{robust.X[1]:0.000} t) + {robust.X[2]:0.000}");

static Variable<double> Valley(Variable<double> v) => (1 - v[0]).Square() + 100 * (v[1] - v[0].Square()).Square();
var found = Minimization.Lbfgs(Valley, [-1.2, 1.0]);
Console.WriteLine($"({found.X[0]:0.000000}, {found.X[1]:0.000000}) after {found.Iterations} iterations: {found.Reason}");
