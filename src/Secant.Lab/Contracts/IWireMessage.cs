namespace Secant.Lab.Contracts;

/// <summary>Anything that may cross from one node to another.</summary>
public interface IWireMessage;
