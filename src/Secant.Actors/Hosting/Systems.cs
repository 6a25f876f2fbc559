using System.Reflection;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Secant.Core;
using Failure = Secant.Core.Failure;

namespace Secant.Actors.Hosting;

/// <summary>The one place where an actor system begins: what an operator sets for Akka is first read there.</summary>
internal static class Systems
{
    /// <param name="setup">All of it, the operator's section included.</param>
    /// <param name="akka">The operator's section alone.</param>
    /// <exception cref="SecantException">Akka does not take the section (<see cref="Failure.Usage"/>).</exception>
    public static ActorSystem Create(ActorSystemSetup setup, Config akka)
    {
        try
        {
            return ActorSystem.Create(Network.SystemName, setup);
        }
#pragma warning disable CA1031 // Akka has no exception of its own for a value that it cannot use.
        catch (Exception e) when (!akka.IsEmpty)
#pragma warning restore CA1031
        {
            var cause = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            throw new SecantException(
                Failure.Usage,
                $"the actors do not start with the section akka of the configuration: {cause.Message.TrimEnd('.')}; correct "
                    + "it, or leave it out",
                e);
        }
    }
}
