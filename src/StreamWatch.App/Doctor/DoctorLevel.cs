namespace StreamWatch.App.Doctor;

/// <summary>How a finding is.</summary>
internal enum DoctorLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but not as it should or not for long.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Fault,
}
