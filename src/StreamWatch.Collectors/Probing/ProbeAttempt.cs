using System.Net;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Collectors.Probing;

/// <summary>One attempt while it runs: what it goes for, its deadline, the step it is in and how long each took.</summary>
internal sealed class ProbeAttempt(WatchedTarget target, ProbeSetting setting, ProberOptions options, CancellationToken deadline)
{
    private readonly long began = options.Time.GetTimestamp();
    private readonly long startedAt = options.Time.GetUtcNow().UtcTicks;
    private readonly double?[] steps = new double?[(int)ProbeStep.Answer + 1];
    private ProbeStep step;
    private long stepBegan;
    private long? sent;
    private long? answered;

    public ProbeSetting Setting => setting;

    public ProberOptions Options => options;

    /// <summary>Cancelled when the time of the attempt is up.</summary>
    public CancellationToken Deadline => deadline;

    /// <summary>The address that is probed, once it is known.</summary>
    public IPAddress? Address { get; set; } = setting.Address;

    /// <summary>What else is worth telling where nothing that counts came in time; null for nothing.</summary>
    public string? Note { get; set; }

    public ProbeStep Step => step;

    /// <summary>What the time-out is called in a detail: "no answer within 10 s".</summary>
    public string WithinTimeout => $"within {setting.Timeout.TotalSeconds:0.###} s";

    /// <summary>The step begins; the one before it has ended.</summary>
    public void Begin(ProbeStep next)
    {
        var now = options.Time.GetTimestamp();
        EndStep(now);
        step = next;
        stepBegan = now;
        if (next > ProbeStep.Resolve)
        {
            sent ??= stepBegan;
        }
    }

    /// <summary>The target has spoken: the first time counts.</summary>
    public void Heard()
    {
        if (answered is null)
        {
            Begin(ProbeStep.Answer);
            answered = stepBegan;
        }
    }

    /// <summary>The result. The round trip time runs from the first packet to the target to its answer; without one there is none.</summary>
    public ProbeReport Report(ProbeEnd end)
    {
        var now = options.Time.GetTimestamp();
        EndStep(now);
        var result = new ProbeResult
        {
            Vantage = options.Vantage,
            Target = target.Name,
            Kind = target.Kind,
            Protocol = setting.Protocol,
            Address = Address,
            StartedAtNanos = (startedAt - DateTime.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick,
            Outcome = end.Outcome,
            Detail = ProbeText.Clean(end.Detail),
        };
        if (sent is { } from && result.Class is OutcomeClass.Service or OutcomeClass.Alive)
        {
            result = result with { RttMilliseconds = options.Time.GetElapsedTime(from, answered ?? now).TotalMilliseconds };
        }

        return new ProbeReport(result, new ProbeTimings
        {
            Resolve = steps[(int)ProbeStep.Resolve],
            Connect = steps[(int)ProbeStep.Connect],
            Tls = steps[(int)ProbeStep.Tls],
            FirstByte = steps[(int)ProbeStep.FirstByte],
            Total = options.Time.GetElapsedTime(began, now).TotalMilliseconds,
            EndedIn = step,
        });
    }

    private void EndStep(long now)
    {
        if (step != ProbeStep.Start)
        {
            steps[(int)step] = (steps[(int)step] ?? 0) + options.Time.GetElapsedTime(stepBegan, now).TotalMilliseconds;
        }
    }
}
