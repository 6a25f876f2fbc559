using Akka.Configuration;
using Secant.Actors.Hosting;
using Secant.Core;
using Secant.Core.Data;
using Secant.Core.Experiments;
using Secant.Lab.Contracts;

namespace Secant.Cli.Tests.Processes;

/// <summary>A lab and its workers as processes, with a client of the same lab in the test.</summary>
internal sealed class LabOfProcesses : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly List<SecantProcess> _workers = [];
    private int _named;

    private LabOfProcesses(Sandbox sandbox, SecantProcess lab, HostAddress address)
    {
        Sandbox = sandbox;
        Lab = lab;
        Address = address;
        Client = LabClient.Connect(address, "OFF", Config.Empty);
    }

    public Sandbox Sandbox { get; }

    public SecantProcess Lab { get; private set; }

    public HostAddress Address { get; }

    public LabClient Client { get; }

    /// <summary>Workers that were started and not killed or drained by this class, oldest first.</summary>
    public IReadOnlyList<SecantProcess> Workers => _workers;

    /// <param name="settings">Lines of the cluster.hocon of all processes.</param>
    /// <param name="host">What the lab binds to; other addresses than loopback are bound to insecurely.</param>
    /// <param name="wrapper">What the lab is run through.</param>
    public static async Task<LabOfProcesses> StartAsync(string settings, string host = "127.0.0.1",
        IReadOnlyList<string>? wrapper = null)
    {
        var sandbox = new Sandbox(settings);
        try
        {
            var lab = StartLab(sandbox, new HostAddress(host, 0), wrapper);
            var listening = await lab.LineAsync(@"listens on (\S+);").ConfigureAwait(false);
            return new LabOfProcesses(sandbox, lab, HostAddress.Parse(listening.Groups[1].Value));
        }
        catch
        {
            await sandbox.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Starts the lab again with the same command, on the same port and store.</summary>
    public async Task RestartAsync()
    {
        Lab = StartLab(Sandbox, Address);
        await Lab.LineAsync("listens on ").ConfigureAwait(false);
    }

    /// <summary>Starts a worker of one core, under the next name where none is given; does not wait for it.</summary>
    public SecantProcess StartWorker(IReadOnlyList<string>? wrapper = null, string? name = null)
    {
        var worker = Sandbox.Start(
            ["worker", "--join", Address.ToString(), "--cores", "1", "--name", name ?? $"w{++_named}", .. Insecurely(Address)],
                null, wrapper);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Starts workers until there are as many, and waits until the lab has no others.</summary>
    public async Task StaffAsync(int count)
    {
        while (_workers.Count < count)
        {
            StartWorker();
        }

        while (_workers.Count > count)
        {
            await LoseAsync(_workers[^1]).ConfigureAwait(false);
        }

        foreach (var worker in _workers)
        {
            await worker.LineAsync("^joined lab ").ConfigureAwait(false);
        }

        await UntilAsync(async () => (await StatusAsync()
            .ConfigureAwait(false))?.Nodes.Count(node => node.State != NodeStates.Lost) == count, $"{count} nodes")
            .ConfigureAwait(false);
    }

    /// <summary>Kills a worker.</summary>
    public async Task LoseAsync(SecantProcess worker)
    {
        _workers.Remove(worker);
        await worker.KillAsync().ConfigureAwait(false);
    }

    /// <summary>Has a worker hand over and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> DrainAsync(SecantProcess worker)
    {
        _workers.Remove(worker);
        worker.Send(Signal.Terminate);
        return await worker.ExitAsync().ConfigureAwait(false);
    }

    /// <summary>Submits; where no number of nodes is given, the planner chooses.</summary>
    /// <returns>The id.</returns>
    public Task<string> SubmitAsync(ExperimentSpec spec, int? nodes, DataSet? data = null) =>
        Client.SubmitAsync(new Submission(spec, data, Nodes: nodes), TestContext.Current.CancellationToken);

    /// <summary>How the experiment is; null while the lab does not answer.</summary>
    public async Task<ExperimentDocument?> DocumentAsync(string id)
    {
        try
        {
            return await Client.DocumentAsync(id, TestContext.Current.CancellationToken).ConfigureAwait(false);
        }
        catch (SecantException e) when (e.Failure == Failure.Lab)
        {
            return null;
        }
    }

    /// <summary>How the lab is; null while it does not answer.</summary>
    public async Task<StatusDocument?> StatusAsync()
    {
        try
        {
            return await Client.StatusAsync(TestContext.Current.CancellationToken).ConfigureAwait(false);
        }
        catch (SecantException e) when (e.Failure == Failure.Lab)
        {
            return null;
        }
    }

    /// <summary>Waits until an experiment has come to an iteration, or ended.</summary>
    public async Task<ExperimentDocument> ReachAsync(string id, int iteration, TimeSpan? patience = null)
    {
        ExperimentDocument? last = null;
        await UntilAsync(
            async () =>
            {
                last = await DocumentAsync(id).ConfigureAwait(false) ?? last;
                return last is not null && (last.Iteration >= iteration || ExperimentStates.IsEnd(last.State));
            },
            $"iteration {iteration} of experiment {id}",
            patience,
            () => $"{last}").ConfigureAwait(false);
        return last!;
    }

    /// <summary>Waits for an experiment's end.</summary>
    public Task<ExperimentDocument> EndAsync(string id, TimeSpan? patience = null) =>
        ReachAsync(id, int.MaxValue, patience ?? TimeSpan.FromMinutes(2));

    /// <summary>Asks again and again until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what, TimeSpan? patience = null, Func<string>? seen = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? SecantProcess.Patience);
        while (!await holds().ConfigureAwait(false))
        {
            try
            {
                await Task.Delay(Interval, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"did not come to {what} in time; last seen: {seen?.Invoke()}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().ConfigureAwait(false);
        await Sandbox.DisposeAsync().ConfigureAwait(false);
    }

    private static SecantProcess StartLab(Sandbox sandbox, HostAddress bind, IReadOnlyList<string>? wrapper = null) =>
        sandbox.Start(
        ["coordinator", "--bind", bind.ToString(), .. Insecurely(bind)], null, wrapper);

    private static string[] Insecurely(HostAddress address) => address.Host == "127.0.0.1" ? [] : ["--insecure"];
}
