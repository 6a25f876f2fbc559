using System.Globalization;
using System.Runtime.Serialization;
using System.Text;
using Microsoft.Data.Sqlite;
using ProtoBuf.Meta;
using Secant.Actors.Wire;
using Secant.Core;
using Secant.Lab.Contracts;

namespace Secant.Actors.Journal;

/// <summary>One persisted event and whose it is.</summary>
/// <param name="PersistenceId">Whose.</param>
/// <param name="Readable">The event; null where it is damaged.</param>
/// <param name="Damage">What is wrong with it, in one line; null where nothing is.</param>
internal sealed record JournalRow(string PersistenceId, IEvent? Readable, SecantException? Damage = null)
{
    /// <exception cref="SecantException">It is damaged.</exception>
    public IEvent Event => Readable ?? throw Damage!;
}

/// <summary>Reads events as rows of SQLite, with no actor system.</summary>
internal static class JournalReader
{
    public const string LabId = "lab";
    public const string ExperimentPrefix = "experiment-";

    private const string Columns = "persistence_id, sequence_number, identifier, manifest, message";

    /// <summary>The events of the lab and of every experiment, each one's in order.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="model">How they are decoded: whole, or in brief.</param>
    public static List<JournalRow> All(string path, TypeModel model) =>
        Read(path, "persistence_id = 'lab' OR persistence_id LIKE 'experiment-%'", null, [], model);

    /// <summary>The events of those persistence ids, each one's in order.</summary>
    public static List<JournalRow> Of(string path, params string[] ids) => Read(path, Among(ids), ids);

    /// <summary>The events of one experiment and what the lab said of it, each in order; nothing of the others is
    /// decoded.</summary>
    public static List<JournalRow> OfExperiment(string path, string id)
    {
        // Every event of the lab begins with the id that it is about, as one that says nothing else does.
        var start = JournalContracts.Table.Encode(new ExperimentEnded(id, Failed: false));
        return Read(path, "persistence_id = $id0 OR (persistence_id = 'lab' AND substr(message, 1, length($start)) = $start)",
            start, [ExperimentPrefix + id]);
    }

    /// <summary>The oldest submission that holds a text; null where none does.</summary>
    public static ExperimentSubmitted? Submission(string path, string text) => Read(
        path,
        "sequence_number = (SELECT min(sequence_number) FROM journal WHERE NOT deleted AND persistence_id = 'lab' AND "
            + "instr(message, $start) > 0) AND persistence_id = 'lab'",
        Encoding.UTF8.GetBytes(text),
        []) is [{ Event: ExperimentSubmitted found }, ..] ? found : null;

    /// <summary>The events of a persistence id, in order, through a connection that has a journal.</summary>
    public static List<JournalRow> Of(SqliteConnection connection, string path, string id) =>
        Read(connection, path, Among([id]), null, [id]);

    private static string Among(string[] ids) => $"persistence_id IN ({string.Join(", ", ids.Select((_, i) => $"$id{i}"))})";

    // One statement, so that the lab's and the experiments' events are of the same moment.
    private static List<JournalRow> Read(string path, string where, params string[] ids) => Read(path, where, null, ids);

    private static List<JournalRow> Read(string path, string where, byte[]? start, string[] ids, TypeModel? model = null)
    {
        try
        {
            using var connection = StoreDatabase.OpenForReading(path);
            return connection is null || !StoreDatabase.Holds(connection, "journal") ? []
                : Read(connection, path, where, start, ids, model);
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, path);
        }
    }

    private static List<JournalRow> Read(SqliteConnection connection, string path, string where, byte[]? start, string[] ids,
        TypeModel? model = null)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                $"SELECT {Columns} FROM journal WHERE NOT deleted AND ({where}) ORDER BY persistence_id, sequence_number";
            foreach (var (i, id) in ids.Index())
            {
                command.Parameters.AddWithValue($"$id{i}", id);
            }

            if (start is not null)
            {
                command.Parameters.AddWithValue("$start", start);
            }

            using var reader = command.ExecuteReader();
            var rows = new List<JournalRow>();
            while (reader.Read())
            {
                rows.Add(Decode(path, reader, model ?? ContractModel.Instance));
            }

            return rows;
        }
        catch (SqliteException e)
        {
            throw StoreErrors.Explain(e, path);
        }
    }

    private static JournalRow Decode(string path, SqliteDataReader row, TypeModel model)
    {
        var id = row.GetString(0);
        try
        {
            return row.GetInt32(2) == EventSerializer.Id
                ? new JournalRow(id, (IEvent)JournalContracts.Decode(row.GetString(3), row.GetFieldValue<byte[]>(4), model))
                : throw new SerializationException($"serializer {row.GetInt32(2)} is none of ours");
        }
        catch (Exception e) when (e is SerializationException or InvalidCastException or InvalidOperationException)
        {
            // A flipped byte may have made a NULL or a number of what was text.
            var number = row.GetInt64(1).ToString(CultureInfo.InvariantCulture);
            return new JournalRow(id, null, new SecantException(
                Failure.Store, $"event {number} of {id} in the store's {path} cannot be read: {e.Message}; {StoreErrors.Look}",
                    e));
        }
    }
}
