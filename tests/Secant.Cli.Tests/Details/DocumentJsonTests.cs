using System.Text.Json;
using Secant.Cli.Details;

namespace Secant.Cli.Tests.Details;

public sealed class DocumentJsonTests
{
    [Fact]
    public void Document_should_have_the_agreed_properties_in_the_agreed_order()
    {
        using var json = JsonDocument.Parse(DocumentJson.Of(Samples.Completed));
        string[] agreed =
        [
            "id", "state", "spec", "iteration", "loss", "trainAccuracy", "testAccuracy", "curve", "elapsedSeconds",
            "passMilliseconds", "fingerprint", "recoveries", "nodes", "build",
        ];
        Assert.Equal(agreed, Names(json.RootElement).Take(agreed.Length));
        Assert.Equal(
            [
                "iterations", "batchSize", "learningRate", "hiddenSize", "seed", "activation", "initialization", "scale", "step",
                "data", "dataSha256", "kernel", "evaluateEvery", "stopWhenFlat",
            ],
            Names(json.RootElement.GetProperty("spec")));
        Assert.Equal(["iteration", "loss", "testAccuracy"], Names(json.RootElement.GetProperty("curve")[0]));
        Assert.Equal(["median", "p99"], Names(json.RootElement.GetProperty("passMilliseconds")));
        Assert.Equal(["version", "commit", "runtime", "os", "cpu"], Names(json.RootElement.GetProperty("build")));
    }

    [Fact]
    public void Document_should_write_null_when_a_number_is_unknown_or_not_finite()
    {
        using var json = JsonDocument.Parse(DocumentJson.Of(Samples.Completed with
        {
            Loss = double.NaN,
            TestAccuracy = null,
            ElapsedSeconds = double.PositiveInfinity,
        }));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("loss").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("testAccuracy").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("elapsedSeconds").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("curve")[0].GetProperty("loss").ValueKind);
    }

    [Fact]
    public void Document_should_keep_text_readable_and_doubles_exact()
    {
        var text = DocumentJson.Of(Samples.Interrupted);
        Assert.Contains("\"relu 시험\"", text, StringComparison.Ordinal);
        Assert.Contains("\"loss\": 1.0341567", text, StringComparison.Ordinal);
    }

    [Fact]
    public void List_should_be_an_array_of_documents()
    {
        using var json = JsonDocument.Parse(DocumentJson.Of([Samples.Completed, Samples.Interrupted]));
        Assert.Equal(["k7m2xq", "k7m2zz"],
            json.RootElement.EnumerateArray().Select(element => element.GetProperty("id").GetString()));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
