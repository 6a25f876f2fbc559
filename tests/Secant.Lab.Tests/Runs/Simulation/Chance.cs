namespace Secant.Lab.Tests.Runs.Simulation;

/// <summary>All the chance of one simulation, from one seed.</summary>
internal sealed class Chance(int seed)
{
    private readonly Random _random = new(seed);

    public bool Happens(double probability) => _random.NextDouble() < probability;

    public int Below(int limit) => _random.Next(limit);

    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>Evenly spread over the orders of magnitude.</summary>
    public double Scale(double least, double most) => least * Math.Pow(most / least, _random.NextDouble());

    public TimeSpan Milliseconds(double least, double most) => TimeSpan.FromMilliseconds(Scale(least, most));

    public TimeSpan Within(TimeSpan most) => most * _random.NextDouble();
}
