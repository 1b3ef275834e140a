namespace StreamWatch.App.Collecting;

/// <summary>What was published.</summary>
/// <param name="Session">What was read, by content.</param>
/// <param name="FirstRound">First round that was published now; those before it were there.</param>
/// <param name="Rounds">Rounds of the session.</param>
/// <param name="Messages">Messages published now.</param>
/// <param name="Bytes">Bytes of them before compression.</param>
internal sealed record CollectResult(string Session, long FirstRound, long Rounds, long Messages, long Bytes);
