using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Secant.Cli.Forecasts;
using Secant.Cli.Terminal;
using Secant.Lab.Contracts;
using Secant.Lab.History;

namespace Secant.Cli.Details;

/// <summary>The JSON document of an experiment: camelCase, properties in a fixed order, unknown and non-finite numbers
/// null.</summary>
internal static class DocumentJson
{
    // The order of the table, but for the data set, which stands with its checksum after the step.
    private static readonly List<string> SpecOrder =
        [.. SpecFields.All.Rows.Select(field => field.Json).Where(name => name != "data")
            .SelectMany(name => name == "step" ? (string[])[name, "data", "dataSha256"] : [name])];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteNumberConverter() },
        TypeInfoResolver = DocumentJsonContext.Default.WithAddedModifier(OrderSpec),
    };

    public static string Of(ExperimentDocument document) => JsonSerializer.Serialize(document, Json);

    public static string Of(IReadOnlyList<ExperimentDocument> documents) =>
        JsonSerializer.Serialize(documents, Json);

    public static string Of(SweepDocument sweep) => JsonSerializer.Serialize(sweep, Json);

    public static string Of(TimelineDocument timeline) => JsonSerializer.Serialize(timeline, Json);

    public static string Of(PlanDocument plan) => JsonSerializer.Serialize(plan, Json);

    public static string Of(HistoryDocument history) => JsonSerializer.Serialize(history, Json);

    public static string Of(StatusDocument status) => JsonSerializer.Serialize(status, Json);

    // The stored record's fields keep the order in which they came to be; the document's order is a contract of its own.
    private static void OrderSpec(JsonTypeInfo type)
    {
        if (type.Type != typeof(SpecRecord))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            property.Order = SpecOrder.IndexOf(property.Name);
        }
    }
}

/// <summary>JSON has no NaN and no infinity; null is what they become.</summary>
internal sealed class FiniteNumberConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteRawValue(Figures.Exact(value));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

[JsonSerializable(typeof(ExperimentDocument))]
[JsonSerializable(typeof(IReadOnlyList<ExperimentDocument>))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(SweepDocument))]
[JsonSerializable(typeof(TimelineDocument))]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(HistoryDocument))]
internal sealed partial class DocumentJsonContext : JsonSerializerContext;
