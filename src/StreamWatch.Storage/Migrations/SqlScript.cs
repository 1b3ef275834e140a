namespace StreamWatch.Storage.Migrations;

/// <summary>Cuts a script into statements at the semicolons that stand outside of quotes and comments.</summary>
public static class SqlScript
{
    /// <summary>The statements in order, without the semicolons; pieces of nothing but space and comments are left out.</summary>
    public static IReadOnlyList<string> Split(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var statements = new List<string>();
        var start = 0;
        var telling = false;
        for (var i = 0; i < script.Length; i++)
        {
            var c = script[i];
            if (c == '-' && i + 1 < script.Length && script[i + 1] == '-')
            {
                var end = script.IndexOf('\n', i);
                i = end < 0 ? script.Length : end;
            }
            else if (c is '\'' or '"' or '`')
            {
                i = EndOfQuote(script, i);
                telling = true;
            }
            else if (c == ';')
            {
                Add(i);
                start = i + 1;
            }
            else
            {
                telling |= !char.IsWhiteSpace(c);
            }
        }

        Add(script.Length);
        return statements;

        void Add(int end)
        {
            if (telling)
            {
                statements.Add(script[start..end].Trim());
            }

            telling = false;
        }
    }

    private static int EndOfQuote(string script, int at)
    {
        for (var i = at + 1; i < script.Length; i++)
        {
            if (script[i] == '\\')
            {
                i++;
            }
            else if (script[i] == script[at])
            {
                return i;
            }
        }

        return script.Length;
    }
}
