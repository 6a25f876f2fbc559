using System.Collections.Concurrent;
using System.Reflection;

namespace Secant.Lab.Contracts;

/// <summary>
/// Protobuf leaves out what a sender left out, whatever the type says. This finds a member that is null and must not be, so that
/// no actor meets one.
/// </summary>
internal static class RequiredMembers
{
    private static readonly ConcurrentDictionary<Type, Member[]> Known = new();

    /// <summary>The path of the first such member, or null.</summary>
    public static string? FirstMissing(object contract)
    {
        foreach (var member in Known.GetOrAdd(contract.GetType(), MembersOf))
        {
            var value = member.Property.GetValue(contract);
            if (value is null && member.IsRequired)
            {
                return member.Property.Name;
            }

            if (value is not null && member.HasMembers && Within(value) is { } missing)
            {
                return $"{member.Property.Name}.{missing}";
            }
        }

        return null;
    }

    private static string? Within(object value)
    {
        if (value is not System.Collections.IEnumerable items)
        {
            return FirstMissing(value);
        }

        foreach (var item in items)
        {
            if (item is null || FirstMissing(item) is { })
            {
                return item is null ? "item" : FirstMissing(item);
            }
        }

        return null;
    }

    private static Member[] MembersOf(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !property.PropertyType.IsValueType && property.GetIndexParameters().Length == 0)
            .Select(property => new Member(
                property,
                nullability.Create(property).ReadState == NullabilityState.NotNull,
                IsOurs(property.PropertyType)))];
    }

    private static bool IsOurs(Type type) =>
        (type.GetElementType() ?? type.GenericTypeArguments.FirstOrDefault() ?? type).Namespace?.StartsWith("Secant.",
        StringComparison.Ordinal) == true;

    private sealed record Member(PropertyInfo Property, bool IsRequired, bool HasMembers);
}
