namespace Secant.Core.Data;

/// <summary>A file that is the same on every mirror.</summary>
/// <param name="Name">Its name, on the mirrors and in the cache.</param>
/// <param name="Length">Its length in bytes; a download that is longer is broken off.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex.</param>
public sealed record PublishedFile(string Name, long Length, string Sha256);
