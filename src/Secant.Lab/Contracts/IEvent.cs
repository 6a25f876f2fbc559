namespace Secant.Lab.Contracts;

/// <summary>Anything that is written to the journal.</summary>
public interface IEvent;
