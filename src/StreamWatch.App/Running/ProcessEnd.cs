namespace StreamWatch.App.Running;

/// <summary>How the process ends.</summary>
internal static class ProcessEnd
{
    /// <summary>Whether a thread is left that does not come back, and would keep the process.</summary>
    public static bool IsForced { get; set; }

    /// <summary>Ends the process where it would not end by itself; the exit code otherwise.</summary>
    public static int With(int code)
    {
        if (IsForced)
        {
            Environment.Exit(code);
        }

        return code;
    }
}
