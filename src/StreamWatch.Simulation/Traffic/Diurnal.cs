namespace StreamWatch.Simulation.Traffic;

/// <summary>How much is going on at a time of day: 0 in the dead of night to 1 in the evening, a cosine.</summary>
/// <param name="PeakHour">Hour of the peak, UTC, 0 to 24.</param>
internal readonly record struct Diurnal(double PeakHour)
{
    public double At(DateTimeOffset time) => 0.5 + (0.5 * Math.Cos((time.UtcDateTime.TimeOfDay.TotalHours - PeakHour) * Math.PI / 12));
}
