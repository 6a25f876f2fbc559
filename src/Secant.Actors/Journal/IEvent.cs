namespace Secant.Actors.Journal;

/// <summary>Anything that is written to the journal.</summary>
public interface IEvent;
