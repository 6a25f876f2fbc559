using System.Runtime.Serialization;
using Akka.Pattern;
using Microsoft.Data.Sqlite;
using Secant.Actors.Journal;

namespace Secant.Actors.Tests.Journal;

public sealed class StoreErrorsTests
{
    [Theory]
    [InlineData(11)] // SQLITE_CORRUPT
    [InlineData(26)] // SQLITE_NOTADB
    public void Damage_should_be_what_sqlite_calls_so(int code) =>
    Assert.True(StoreErrors.IsDamage(Wrapped(new SqliteException("it says", code))));

    [Theory]
    [InlineData(1)] // SQLITE_ERROR
    [InlineData(5)] // SQLITE_BUSY
    [InlineData(6)] // SQLITE_LOCKED
    [InlineData(8)] // SQLITE_READONLY
    [InlineData(10)] // SQLITE_IOERR
    [InlineData(13)] // SQLITE_FULL
    [InlineData(14)] // SQLITE_CANTOPEN
    public void Damage_should_be_no_trouble_that_may_pass(int code) =>
    Assert.False(StoreErrors.IsDamage(Wrapped(new SqliteException("it says", code))));

    [Fact]
    public void Damage_should_be_no_answer_that_does_not_come()
    {
        Assert.False(StoreErrors.IsDamage(Wrapped(new TimeoutException())));
        Assert.False(StoreErrors.IsDamage(Wrapped(new OpenCircuitException())));
    }

    [Fact]
    public void Damage_should_be_bytes_that_nobody_can_decode() =>
    Assert.True(StoreErrors.IsDamage(Wrapped(new SerializationException())));

    private static Exception Wrapped(Exception cause) => StoreErrors.Explain(new AggregateException(cause), "chunk");
}
