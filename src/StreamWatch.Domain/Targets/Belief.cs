namespace StreamWatch.Domain.Targets;

/// <summary>
/// How sure we are that a host answers (or serves), probe by probe: Bayes' rule as in Trinocular (Quan, Heidemann, Pradkin: Trinocular,
/// SIGCOMM 2013, section 4.2). Down at 0.1; up at 0.9 and only after two answers in a row, so that one stray answer in a storm does not flip it.
/// </summary>
public sealed class Belief
{
    private const double Least = 0.01;
    private const double Most = 0.99;
    private const double DownAt = 0.1;
    private const double UpAt = 0.9;

    /// <summary>P(answer | down): somebody else answered, or a packet came late.</summary>
    private const double AnswerWhenDown = 0.001;

    private const int AnswersNeeded = 2;

    private int _answers;

    /// <summary>P(up), 0.01 to 0.99; 0.5 before the first probe.</summary>
    public double Value { get; private set; } = 0.5;

    /// <summary>What is believed; null before anything was decided. Between the limits what was believed before stands.</summary>
    public bool? IsUp { get; private set; }

    /// <summary>Takes a probe.</summary>
    /// <param name="answered">Whether it was answered.</param>
    /// <param name="rate">P(answer | up): the host's own long-term rate of answers, 0 to 1 (exclusive).</param>
    public void See(bool answered, double rate)
    {
        var (ifUp, ifDown) = answered ? (rate, AnswerWhenDown) : (1 - rate, 1 - AnswerWhenDown);
        var up = Value * ifUp;
        Value = Math.Clamp(up / (up + ((1 - Value) * ifDown)), Least, Most);
        _answers = answered ? _answers + 1 : 0;
        if (Value <= DownAt)
        {
            IsUp = false;
        }
        else if (Value >= UpAt && _answers >= AnswersNeeded)
        {
            IsUp = true;
        }
    }
}
