using Secant.Core.Experiments;

namespace Secant.Core.Forecasting;

/// <summary>How long a run will take, and how sure that is: what its parts take, times how often each comes.</summary>
/// <param name="Seconds">From the run's start to its end; that of the program itself and of reading the data is not in
/// it.</param>
/// <param name="Low">Nine in ten runs take longer than this and less than <paramref name="High"/>.</param>
/// <param name="High">The other end.</param>
/// <param name="PassSeconds">A pass.</param>
/// <param name="Cores">Cores that it computes on.</param>
/// <param name="Checkpoints">Checkpoints that it takes on its way.</param>
public sealed record RunForecast(double Seconds, double Low, double High, double PassSeconds, int Cores, int Checkpoints)
{
    /// <param name="spec">The experiment. One that stops when its curve is flat is taken to make all its passes.</param>
    /// <param name="sample">What its parts take.</param>
    /// <param name="trainCount">Train images of the data set.</param>
    /// <param name="testCount">Test images.</param>
    /// <param name="errors">How far forecasts were off before.</param>
    /// <param name="pace">When the run takes checkpoints.</param>
    public static RunForecast Of(
        ExperimentSpec spec, CostSample sample, int trainCount, int testCount, ForecastErrors errors, CheckpointPace pace)
    {
        var images = ((double)Points(spec) * testCount) + trainCount;
        var seconds = (spec.Iterations * sample.Pass) + (images * sample.Forward)
            + (((double)trainCount + testCount) * sample.FirstUse) + sample.Starting + sample.Opening + sample.Saving;
        var interval = Math.Max(pace.Interval.TotalSeconds, sample.Saving / pace.CostLimit);
        var checkpoints = (int)(seconds / interval);
        seconds += checkpoints * sample.Saving;
        return new RunForecast(seconds, seconds * errors.Low, seconds * errors.High, sample.Pass, sample.Cores, checkpoints);
    }

    /// <summary>Points of the curve: iteration 0, every multiple of the interval, and the last.</summary>
    public static int Points(ExperimentSpec spec)
    {
        var interval = EvaluationSchedule.Interval(spec);
        return 1 + (spec.Iterations / interval) + (spec.Iterations % interval > 0 ? 1 : 0);
    }
}
