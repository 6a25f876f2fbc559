using CsCheck;

namespace Secant.Core.Tests;

/// <summary>Made-up cases, the same ones every time: the default suite draws nothing new.</summary>
internal static class SeededCases
{
    private const int Usual = 400;

    /// <summary>Checks a number of cases.</summary>
    /// <param name="cases">What they are like.</param>
    /// <param name="check">Throws where one fails.</param>
    /// <param name="count">How many.</param>
    public static void Each<T>(this Gen<T> cases, Action<T> check, int count = Usual)
    {
        for (ulong number = 0; number < (ulong)count; number++)
        {
            var one = cases.Generate(new PCG(1, number), null, out _);
            try
            {
                check(one);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {number} fails, {Check.Print(one)}: {e.Message}", e);
            }
        }
    }

    /// <summary>Checks a number of pairs.</summary>
    public static void Each<T1, T2>(this Gen<(T1 First, T2 Second)> cases, Action<T1, T2> check, int count = Usual) =>
        cases.Each(one => check(one.First, one.Second), count);

    /// <summary>Checks a number of triples.</summary>
    public static void Each<T1, T2, T3>(this Gen<(T1 First, T2 Second, T3 Third)> cases, Action<T1, T2, T3> check,
        int count = Usual) =>
        cases.Each(one => check(one.First, one.Second, one.Third), count);
}
