using StreamWatch.Domain.Incidents;

namespace StreamWatch.Simulation.Evaluation;

/// <summary>What an incident was said to be consistent with, beside what it was.</summary>
/// <param name="Folder">Where it happened.</param>
/// <param name="Incident">Its id there.</param>
/// <param name="True">What it was.</param>
/// <param name="Said">What was said, most probable first; empty where nothing was.</param>
public sealed record CauseOutcome(string Folder, string Incident, Cause True, IReadOnlyList<CauseProbability> Said)
{
    /// <summary>The cause that was named first; null where none was.</summary>
    public Cause? First => Said.Count == 0 ? null : Said[0].Cause;

    /// <summary>Its probability, 0 to 1; 0 where none was named.</summary>
    public double Confidence => Said.Count == 0 ? 0 : Said[0].Probability;

    public bool IsRight => First == True;

    /// <summary>Brier's score of several classes (Brier 1950): squared errors summed over the causes, 0 (sure and right) to 2 (sure and wrong); 1 where nothing was said.</summary>
    public double Brier
    {
        get
        {
            var sum = 0.0;
            var trueProbability = 0.0;
            foreach (var said in Said)
            {
                trueProbability += said.Cause == True ? said.Probability : 0;
                sum += said.Cause == True ? 0 : said.Probability * said.Probability;
            }

            return sum + ((1 - trueProbability) * (1 - trueProbability));
        }
    }
}
