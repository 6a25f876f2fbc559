using Secant.Core.Networks;
using Secant.Core.Training;

namespace Secant.Cli.Reports;

/// <summary>The book's way on this machine, sampled once for each size of image; other nets and batches are counted from
/// there.</summary>
/// <param name="sample">Times a pass: seconds, by net and batch.</param>
internal sealed class BookEstimate(Func<NetShape, int, double> sample)
{
    private readonly Dictionary<(int Inputs, int Classes), ((NetShape Net, int BatchSize) Pass, double Seconds)> _known = [];

    public BookEstimate()
        : this(BookCost.SecondsAPass)
    {
    }

    /// <summary>Seconds of a pass.</summary>
    public double SecondsAPass(NetShape net, int batchSize)
    {
        if (!_known.TryGetValue((net.Inputs, net.Classes), out var first))
        {
            _known.Add((net.Inputs, net.Classes), first = ((net, batchSize), sample(net, batchSize)));
        }

        return BookCost.Scale(first.Seconds, first.Pass, (net, batchSize));
    }
}
