namespace StreamWatch.App.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Level">How it is.</param>
/// <param name="Text">What is so.</param>
/// <param name="Advice">What to do; null where nothing is.</param>
internal sealed record DoctorFinding(DoctorLevel Level, string Text, string? Advice)
{
    public static DoctorFinding Ok(string text) => new(DoctorLevel.Ok, text, null);

    public static DoctorFinding Warning(string text, string advice) => new(DoctorLevel.Warning, text, advice);

    public static DoctorFinding Fault(string text, string advice) => new(DoctorLevel.Fault, text, advice);
}
