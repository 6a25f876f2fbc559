namespace Secant.Core.Data;

/// <summary>A data set that is known by name.</summary>
/// <param name="Name">What --data takes.</param>
/// <param name="Description">One line for people.</param>
/// <param name="IsBuiltIn">Whether it ships inside the program and needs no files.</param>
/// <param name="Folder">Absolute path of the folder that holds its files; null where it is built in or not found on disk.</param>
public sealed record CatalogueEntry(string Name, string Description, bool IsBuiltIn, string? Folder);
