using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>Names for nodes.</summary>
public static class Naming
{
    extension<T>(Variable<T> variable)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>Gives the node a name, for equations and messages.</summary>
        /// <param name="name">The name; by default the C# expression that this is called on: <c>h.Named()</c> is named h.</param>
        /// <returns>The same node.</returns>
        public Variable<T> Named([CallerArgumentExpression(nameof(variable))] string name = "")
        {
            ArgumentNullException.ThrowIfNull(name);
            variable.Tape.NodeOf(variable, nameof(Named)).Name = name;
            return variable;
        }
    }
}
