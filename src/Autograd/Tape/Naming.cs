using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Gives names to nodes.</summary>
public static class NamingExtensions
{
    extension<T>(Variable<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Gives the node a name, for equations and messages.</summary>
        /// <param name="name">The name; by default the C# expression this is called on.</param>
        /// <returns>The same node.</returns>
        /// <exception cref="InvalidOperationException">It was recorded before the tape was reset.</exception>
        public Variable<T> Named([CallerArgumentExpression(nameof(variable))] string name = "")
        {
            ArgumentNullException.ThrowIfNull(name);
            variable.Tape.SetName(variable, name);
            return variable;
        }
    }
}
