using System.Reflection;
using System.Reflection.Emit;

namespace Secant.Cli.Tests.Rules;

/// <summary>The types that a type's declaration, its members and the code of its methods name.</summary>
internal static class CodeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodeOf = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IEnumerable<Type> Of(Type type) => Named(type).SelectMany(Parts).Distinct();

    private static IEnumerable<Type> Named(Type type)
    {
        IEnumerable<Type?> declared = [type.BaseType, .. type.GetInterfaces(),
            .. type.GetFields(Declared).Select(f => f.FieldType)];
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).ToList();
        return declared.OfType<Type>()
            .Concat(methods.SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(CodeOf));
    }

    // A generic type names its arguments, an array its elements.
    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsGenericParameter: true } => [],
        { IsGenericType: true } => type.GenericTypeArguments.SelectMany(Parts).Append(type.GetGenericTypeDefinition()),
        _ => [type],
    };

    private static IEnumerable<Type> CodeOf(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return [];
        }

        var found = body.LocalVariables.Select(local => local.LocalType).ToList();
        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            // Codes of two bytes begin with 0xfe.
            var value = code[at] == 0xfe ? unchecked((short)(0xfe00 | code[at + 1])) : code[at];
            var instruction = OpCodeOf[value];
            at += instruction.Size;
            if (instruction.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok
                or OperandType.InlineType)
            {
                found.AddRange(TypesOf(method, BitConverter.ToInt32(code, at)));
            }

            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }

        return found;
    }

    private static IEnumerable<Type> TypesOf(MethodBase method, int token)
    {
        var ofMethod = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, method.DeclaringType!.GetGenericArguments(), ofMethod) switch
        {
            Type type => [type],
            MethodInfo { IsGenericMethod: true } called => [.. called.GetGenericArguments(), called.DeclaringType!],
            { DeclaringType: { } declaring } => [declaring],
            _ => [],
        };
    }
}
