namespace StreamWatch.Simulation.Evaluation;

/// <summary>The incidents whose first cause was named with a probability in <c>[From, From + 0.1)</c>; 1 belongs to the last bin.</summary>
/// <param name="From">Least probability of the bin, 0 to 0.9.</param>
/// <param name="Count">How many, at least 1.</param>
/// <param name="MeanConfidence">Mean probability, 0 to 1.</param>
/// <param name="HitRate">Share of them whose first cause was the true one, 0 to 1.</param>
public readonly record struct CalibrationBin(double From, int Count, double MeanConfidence, double HitRate);
