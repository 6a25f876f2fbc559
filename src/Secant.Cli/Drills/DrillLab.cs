using System.Diagnostics;
using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Core;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Drills;

/// <summary>A small lab of processes on loopback, all that it keeps in one folder, with a client to watch it.</summary>
internal sealed class DrillLab : IAsyncDisposable
{
    /// <summary>What a worker says once the lab has taken it in.</summary>
    public const string Joined = "^joined lab ";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly List<ChildProcess> _workers = [];
    private readonly HashSet<(long At, string Text)> _seen = [];
    private readonly DrillSetup _setup;
    private readonly Action<HappeningDocument> _saw;
    private ChildProcess _lab;
    private string _id = "";

    private DrillLab(DrillSetup setup, ChildProcess lab, HostAddress address, Action<HappeningDocument> saw)
    {
        _setup = setup;
        _saw = saw;
        _lab = lab;
        Address = address;
        Client = LabClient.Connect(address, "OFF", Config.Empty);
    }

    public HostAddress Address { get; }

    public LabClient Client { get; }

    public ChildProcess Lab => _lab;

    public IReadOnlyList<ChildProcess> Workers => _workers;

    public string Folder => _setup.Folder;

    /// <summary>Starts the lab, connects, and starts the workers one after the other.</summary>
    /// <param name="setup">What it consists of.</param>
    /// <param name="saw">Called once with each thing that the lab says has happened.</param>
    /// <param name="connected">Called once the client is connected and nobody else is.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<DrillLab> StartAsync(
        DrillSetup setup, Action<HappeningDocument> saw, Action? connected, CancellationToken cancellation)
    {
        Directory.CreateDirectory(setup.Folder);
        setup.Write();
        var process = StartLab(setup, new HostAddress("127.0.0.1", setup.Port));
        DrillLab? lab = null;
        try
        {
            var listening = await process.LineAsync(@"listens on (\S+);", 1, cancellation).ConfigureAwait(false);
            lab = new DrillLab(setup, process, HostAddress.Parse(listening.Groups[1].Value), saw);
            await lab.Client.StatusAsync(cancellation).ConfigureAwait(false);
            connected?.Invoke();
            for (var number = 1; number <= setup.Workers; number++)
            {
                lab._workers.Add(ChildProcess.Start(
                    setup.Folder, "worker", "--join", lab.Address.ToString(), "--cores", "1", "--name", $"w{number}", "--config",
                        setup.WorkerFile));
            }

            foreach (var worker in lab._workers)
            {
                await worker.LineAsync(Joined, 1, cancellation).ConfigureAwait(false);
            }

            return lab;
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            if (lab is not null)
            {
                await lab.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Submits the experiment and waits until two nodes are at work on it and a checkpoint of what they did
    /// stands.</summary>
    public async Task BeginAsync(ExperimentSpec spec, CancellationToken cancellation)
    {
        _id = await Client.SubmitAsync(new Submission(spec, null, Nodes: 2), cancellation).ConfigureAwait(false);
        var first = await UntilAsync(document => document is { Nodes: 2, Fingerprint: not null, Iteration: > 0 }, cancellation)
            .ConfigureAwait(false);
        await UntilAsync(document => document.Fingerprint != first.Fingerprint, cancellation).ConfigureAwait(false);
    }

    /// <summary>The experiment, as soon as it is as wished. A lab that does not answer is asked again.</summary>
    /// <exception cref="SecantException">The experiment ended otherwise.</exception>
    public async Task<ExperimentDocument> UntilAsync(Func<ExperimentDocument, bool> isThere, CancellationToken cancellation)
    {
        while (true)
        {
            if (await LookAsync(cancellation).ConfigureAwait(false) is { } document)
            {
                if (isThere(document))
                {
                    return document;
                }

                if (ExperimentStates.IsEnd(document.State))
                {
                    throw new SecantException(Failure.Work,
                        $"the experiment is {document.State} at pass {document.Iteration} already"
                            + (document.Reason is { } why ? $": {why}" : ""));
                }
            }

            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until a node holds a slice: to break one that holds none shows nothing.</summary>
    public async Task HasSliceAsync(string node, CancellationToken cancellation)
    {
        while ((await Client.StatusAsync(cancellation).ConfigureAwait(false)).Nodes.All(
            one => one.Name != node || one.Units == 0))
        {
            await UntilAsync(_ => true, cancellation).ConfigureAwait(false);
            await Task.Delay(Interval, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The experiment's pass now.</summary>
    public async Task<int> PassAsync(CancellationToken cancellation) =>
        (await UntilAsync(_ => true, cancellation).ConfigureAwait(false)).Iteration;

    /// <summary>Waits for a pass that no message on its way at this moment can have finished.</summary>
    /// <param name="pass">The pass at the break.</param>
    /// <param name="since">A time stamp: when the break was, or its cause went away.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> GoesOnAsync(int pass, long since, CancellationToken cancellation)
    {
        await UntilAsync(document => document.Iteration >= pass + 2, cancellation).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>Waits for the end.</summary>
    public Task<ExperimentDocument> EndAsync(CancellationToken cancellation) =>
        UntilAsync(document => ExperimentStates.IsEnd(document.State), cancellation);

    /// <summary>Starts the lab again with the same command, once it is gone.</summary>
    public async Task RestartAsync(CancellationToken cancellation)
    {
        await _lab.DisposeAsync().ConfigureAwait(false);
        _lab = StartLab(_setup, Address);
        await _lab.LineAsync("listens on ", 1, cancellation).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().ConfigureAwait(false);
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }

        await _lab.DisposeAsync().ConfigureAwait(false);
    }

    // Null while the lab does not answer or has no store.
    private async Task<ExperimentDocument?> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var status = await Client.StatusAsync(cancellation).ConfigureAwait(false);
            foreach (var happened in status.Events.OrderBy(happened => happened.Number))
            {
                if (_seen.Add((happened.AtUnixMilliseconds, happened.Text)))
                {
                    _saw(happened);
                }
            }

            return status.Experiments.FirstOrDefault(document => document.Id == _id);
        }
        catch (SecantException e) when (e.Failure is Failure.Lab or Failure.Store)
        {
            return null;
        }
    }

    private static ChildProcess StartLab(DrillSetup setup, HostAddress bind) => ChildProcess.Start(
        setup.Folder, ["coordinator", "--bind", bind.ToString(), "--config", setup.LabFile,
            .. setup.LabCores > 0 ? (string[])["--cores", "1"] : []]);
}
