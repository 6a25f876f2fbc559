using System.Text.Json;
using Secant.Core.Data;
using Secant.Lab.Contracts;

namespace Secant.Trials;

/// <summary>What is typed at a lab that others run.</summary>
[Collection(RealProcesses.Name)]
public sealed class ClientCommandsTests
{
    private static readonly string[] Small = ["20", "8", "0.05", "16"];

    [Fact(Timeout = 300_000)]
    public async Task Lab_should_serve_every_command_that_takes_its_address()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(1);
        var there = new[] { "--join", lab.Address.ToString() };

        var detached = await lab.Sandbox.RunAsync(["submit", .. Small, "--detach", "--note", "first", .. there]);
        Assert.Equal((0, "1\n"), (detached.Code, detached.Output));
        var asJson = await lab.Sandbox.RunAsync(["submit", .. Small, "--seed", "2", "--detach", "--json", .. there]);
        Assert.Equal((0, "2"), (asJson.Code, Sandbox.Document(asJson.Output).Id));
        var run = await lab.Sandbox.RunAsync(["run", .. Small, "--seed", "3", "--nodes", "1", "--json", "--quiet", .. there]);
        Assert.Equal((0, ExperimentStates.Completed), (run.Code, Sandbox.Document(run.Output).State));
        var ended = await lab.EndAsync("1");

        var list = await lab.Sandbox.RunAsync(["list", .. there]);
        Assert.Equal(0, list.Code);
        Assert.Equal(3, list.Output.Split('\n').Count(line => line.Contains("completed", StringComparison.Ordinal)));
        var show = await lab.Sandbox.RunAsync(["show", "1", .. there]);
        Assert.Equal(0, show.Code);
        Assert.Contains(ended.Fingerprint!, show.Output, StringComparison.Ordinal);
        Assert.Contains("first", show.Output, StringComparison.Ordinal);
        var unknown = await lab.Sandbox.RunAsync(["show", "9", .. there]);
        Assert.Equal((1, "", 1), (unknown.Code, unknown.Output, unknown.Error.Count(letter => letter == '\n')));
        var export = await lab.Sandbox.RunAsync(["export", "1", "--out", "one.npz", .. there]);
        Assert.Equal(0, export.Code);
        Assert.True(File.Exists(lab.Sandbox["one.npz"]));
        Assert.Equal(3, (await lab.Sandbox.RunAsync(["submit", .. Small, "--data", "no-such-set", .. there])).Code);
        Assert.Equal(2, (await lab.Sandbox.RunAsync(["submit", "20", "8", "0.05", "100000000", .. there])).Code);

        var drained = await lab.Sandbox.RunAsync(["drain", "w1", .. there]);
        Assert.Equal(0, drained.Code);
        Assert.Equal(1, (await lab.Sandbox.RunAsync(["drain", "w7", .. there])).Code);
    }

    [Fact(Timeout = 300_000)]
    public async Task Folder_of_the_client_should_be_sent_to_the_lab_and_to_its_nodes()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(1);
        var folder = Directory.CreateDirectory(lab.Sandbox["mine"]);
        var (train, test) = (Images(60), Images(30));
        var idx = new DataSet("mine", "", train, test).ToIdx();
        string[] names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte"];
        foreach (var (name, bytes) in names.Zip(idx.InOrder))
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, name), bytes, TestContext.Current.CancellationToken);
        }

        var there = await lab.Sandbox.RunAsync(
            ["submit", .. Small, "--data", folder.FullName, "--json", "--quiet", "--join", lab.Address.ToString()]);
        var here = await lab.Sandbox.RunAsync(
            ["run", .. Small, "--data", folder.FullName, "--json", "--quiet", "--store", lab.Sandbox["here"]]);

        Assert.Equal((0, 0), (there.Code, here.Code));
        Assert.Equal(Sandbox.Document(here.Output).Fingerprint, Sandbox.Document(there.Output).Fingerprint);
        Assert.Contains(idx.Sha256(), there.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 300_000)]
    public async Task Interrupted_client_should_leave_its_experiment_to_the_lab()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(1);
        var client = lab.Sandbox.Start(["submit", "100000", "32", "0.05", "50", "--join", lab.Address.ToString()]);
        await client.MilestoneAsync(1);
        client.Send(Signal.Interrupt);

        Assert.Equal(130, await client.ExitAsync());
        Assert.Contains($"experiment 1 goes on at the lab; 'secant show 1 --join {lab.Address}' tells how far it is",
            client.Error, StringComparison.Ordinal);
        var left = await lab.DocumentAsync("1");
        await lab.ReachAsync("1", left!.Iteration + 1);
        var show = await lab.Sandbox.RunAsync("show", "1", "--join", lab.Address.ToString());
        Assert.Contains("1 core", show.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await lab.Sandbox.RunAsync("cancel", "1", "--join", lab.Address.ToString())).Code);
    }

    [Fact(Timeout = 300_000)]
    public async Task Clients_should_write_one_document_with_the_names_that_programs_read_and_nothing_else_with_json()
    {
        await using var lab = await LabOfProcesses.StartAsync(LabMatrix.Settings);
        await lab.StaffAsync(1);
        var address = lab.Address.ToString();
        var submitted = await lab.Sandbox.RunAsync(["submit", .. Small, "--json", "--quiet", "--join", address]);
        Assert.Equal((0, ""), (submitted.Code, submitted.Error));
        Assert.Equal(ExperimentStates.Completed, Sandbox.Document(submitted.Output).State);
        var status = await lab.Sandbox.RunAsync("status", "--json", "--join", address);
        Assert.Equal((0, ""), (status.Code, status.Error));
        using var document = JsonDocument.Parse(status.Output);

        AssertHas(document.RootElement, "lab", "nodes", "experiments");
        AssertHas(document.RootElement.GetProperty("lab"), "name", "address", "build", "since");
        var node = Assert.Single(document.RootElement.GetProperty("nodes").EnumerateArray());
        Assert.Equal("w1", node.GetProperty("name").GetString());
        AssertHas(node, "name", "address", "state", "cores", "heartbeatAgeSeconds", "units", "experiments");
        AssertHas(document.RootElement.GetProperty("experiments")[0], "id", "state", "spec", "iteration", "testAccuracy",
            "fingerprint");
        Assert.Equal(address, document.RootElement.GetProperty("lab").GetProperty("address").GetString());
    }

    private static void AssertHas(JsonElement element, params string[] names) =>
        Assert.Empty(names.Except(element.EnumerateObject().Select(property => property.Name)));

    private static ImageSet Images(int count) => new(
        4, 5, [.. Enumerable.Range(0, count * 20).Select(pixel => (byte)(pixel * 31 % 7 * 30))],
            [.. Enumerable.Range(0, count).Select(image => (byte)(image % 3))]);
}
