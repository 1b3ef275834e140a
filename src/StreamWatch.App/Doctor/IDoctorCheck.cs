namespace StreamWatch.App.Doctor;

/// <summary>Looks at one thing that the program depends on. What a new dependency asks for is a new one in <see cref="DoctorChecks"/>.</summary>
internal interface IDoctorCheck
{
    /// <summary>What is looked at, in a word or two.</summary>
    string Name { get; }

    /// <summary>Looks; throws for nothing but cancellation. At least one finding.</summary>
    Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation);
}
