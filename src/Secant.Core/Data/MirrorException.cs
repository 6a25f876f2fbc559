namespace Secant.Core.Data;

/// <summary>Why one mirror did not do; the next is tried.</summary>
internal sealed class MirrorException(string message) : Exception(message);
