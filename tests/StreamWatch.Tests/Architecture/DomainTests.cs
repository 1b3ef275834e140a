using System.Reflection;
using Xunit;

namespace StreamWatch.Tests.Architecture;

/// <summary>The domain decides: it does not wait, log, read a clock or do I/O, in no signature public or private.</summary>
public sealed class DomainTests
{
    const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly string[] Foreign =
        ["System.Threading.", "System.IO.", "System.Net.Sockets.", "System.Net.Http.", "System.TimeProvider", "System.Diagnostics.Stopwatch", "System.Random"];

    [Fact]
    public void No_signature_has_a_task_a_clock_a_logger_or_a_stream()
    {
        var wrong =
            from type in Rooms.Load("StreamWatch.Domain").GetTypes()
            from use in TypesIn(type)
            where Foreign.Any(name => use.FullName?.StartsWith(name, StringComparison.Ordinal) == true)
                || use.Name.Contains("Logger", StringComparison.Ordinal)
            select $"{type.FullName} uses {use.FullName}";

        Offences.None(wrong);
    }

    static IEnumerable<Type> TypesIn(Type type) =>
        type.GetFields(Everything).Select(field => field.FieldType)
            .Concat(type.GetMethods(Everything).SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(Everything).SelectMany(constructor => constructor.GetParameters().Select(p => p.ParameterType)))
            .Concat(type.GetInterfaces())
            .Append(type.BaseType ?? typeof(object))
            .SelectMany(Parts);

    /// <summary>A type, what it is an array or reference of, and its type arguments.</summary>
    static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Parts).Append(type);
}
