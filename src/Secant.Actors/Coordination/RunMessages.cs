using Akka.Actor;
using Secant.Lab.Contracts;
using Secant.Lab.Runs;

namespace Secant.Actors.Coordination;

/// <summary>What a run wants of nodes and their workers, as messages.</summary>
internal sealed class RunMessages(CoordinatorSettings settings, ExperimentLives lives, WorkerLinks links)
{
    /// <summary>The life that the messages are of.</summary>
    public Attempt Attempt => new(settings.Id, lives.Life);

    /// <summary>Sends an effect that is a message. False if it is none.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="logits">What all passes of a step share.</param>
    public bool Send(RunEffect effect, Lazy<Payload> logits)
    {
        switch (effect)
        {
            case RunEffect.StartWorker start:
                links.Find(start.Node)?.Node.Tell(
                    new NodeProtocol.StartWorker(Attempt, SpecRecord.From(settings.Spec), start.Cores));
                return true;
            case RunEffect.ResizeWorker resize:
                links.Find(resize.Node)?.Node.Tell(new NodeProtocol.ResizeWorker(Attempt, resize.Cores));
                return true;
            case RunEffect.Replay replay:
                SendReplay(replay);
                return true;
            case RunEffect.Pass pass:
                Send(pass.Node, new WorkerProtocol.Pass(
                    Attempt, pass.Iteration, [.. pass.Owned.Select(WireRange.From)], [.. pass.Openings], logits.Value));
                return true;
            case RunEffect.Evaluate evaluate:
                Send(evaluate.Node, new WorkerProtocol.Evaluate(Attempt, evaluate.Iteration, evaluate.Test, evaluate.First,
                    evaluate.Count));
                return true;
            case RunEffect.CopySlices copy:
                Send(copy.Node, new WorkerProtocol.CopySlices(Attempt, copy.Iteration, [.. copy.Owned.Select(WireRange.From)]));
                return true;
            case RunEffect.Forget forget:
                Send(forget.Node, new WorkerProtocol.Forget(Attempt, forget.UpTo));
                return true;
            default:
                return false;
        }
    }

    public void OpenSlice(RunEffect.OpenSlice open, bool isFromSeed) => Send(open.Node,
        new WorkerProtocol.OpenSlice(Attempt, open.Number, WireRange.From(open.Range), open.Base, isFromSeed));

    public void SendValues(RunEffect.OpenSlice open, byte[] values) => Send(open.Node,
        new WorkerProtocol.SliceValues(Attempt, open.Number, settings.Payloads.Offer(values)));

    /// <summary>The logits that the passes of a step share, offered once and only if there are any.</summary>
    public Lazy<Payload> LogitsOf(IReadOnlyList<RunEffect> effects) => new(() =>
    {
        var passes = effects.OfType<RunEffect.Pass>().ToList();
        return settings.Payloads.Offer(Doubles.ToBytes(passes[0].Logits), passes.Count);
    });

    private void SendReplay(RunEffect.Replay replay)
    {
        var from = replay.From;
        var each = (long)replay.Logits[0].Length * sizeof(double);
        foreach (var logits in replay.Logits.Chunk((int)Math.Clamp(settings.Run.LargestTransfer / each, 1, replay.Logits.Count)))
        {
            Send(replay.Node, new WorkerProtocol.Replay(Attempt, replay.Number, from, logits.Length,
                settings.Payloads.Offer(Concatenate(logits))));
            from += logits.Length;
        }
    }

    private void Send(string node, WorkerProtocol.ICommand command) => links.Find(node)?.Worker?.Tell(command);

    private static byte[] Concatenate(IReadOnlyList<double[]> logits)
    {
        var all = new double[logits.Sum(one => one.Length)];
        var at = 0;
        foreach (var one in logits)
        {
            one.CopyTo(all, at);
            at += one.Length;
        }

        return Doubles.ToBytes(all);
    }
}
