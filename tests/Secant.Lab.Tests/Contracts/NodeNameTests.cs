using Secant.Lab.Contracts;

namespace Secant.Lab.Tests.Contracts;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("lab-07", "lab-07")]
    [InlineData("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh")]
    [InlineData("secant-worker-statefulset-in-a-cluster-5d8f7c9b4-x7k2p", "secant-worker-statef-ter-5d8f7c9b4-x7k2p")]
    [InlineData("pc-112.room-b.physics.faculty.university.example", "pc-112")]
    [InlineData(".room-b.physics.faculty.university.example.org", ".room-b.physics.facu-versity.example.org")]
    [InlineData("Anna's Mac\u001b[2J", "Anna-s-Mac--2J")]
    [InlineData("", "node")]
    public void Host_name_should_be_made_to_fit(string host, string name)
    {
        Assert.Equal(name, NodeName.Fitted(host));
        Assert.True(NodeName.IsValid(name));
    }

    [Fact]
    public void Every_length_of_a_host_name_should_give_a_valid_node_name() =>
        Assert.All(Enumerable.Range(0, 256), length => Assert.True(NodeName.IsValid(NodeName.Fitted(new string('h', length)))));
}
