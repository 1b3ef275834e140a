namespace StreamWatch.App.Doctor;

/// <summary>Where the server's password comes from.</summary>
internal sealed class SecretsCheck(Func<string, string?> environment) : IDoctorCheck
{
    private const string PasswordFile = "STREAMWATCH_CLICKHOUSE_PASSWORD_FILE";
    private const string Password = "STREAMWATCH_CLICKHOUSE_PASSWORD";

    public string Name => "ClickHouse password";

    public Task<IReadOnlyList<DoctorFinding>> LookAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DoctorFinding>>([Look()]);

    private DoctorFinding Look()
    {
        if (environment(PasswordFile) is { Length: > 0 } file)
        {
            const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != UnixFileMode.None
                ? DoctorFinding.Warning($"{file} can be read or changed by others", $"chmod 600 {file}")
                : DoctorFinding.Ok($"from {file}");
        }

        return environment(Password) is { Length: > 0 }
            ? DoctorFinding.Warning($"from {Password}, which other processes of the same user can read", $"put it into a file and name that in {PasswordFile}")
            : DoctorFinding.Warning("there is none", $"give the user a password and name a file with it in {PasswordFile}, unless the server trusts certificates or networks alone");
    }
}
