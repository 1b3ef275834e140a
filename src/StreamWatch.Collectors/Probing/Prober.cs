using StreamWatch.Collectors.Probing.Dns;
using StreamWatch.Collectors.Probing.Icmp;
using StreamWatch.Collectors.Probing.Ntp;
using StreamWatch.Collectors.Probing.Sockets;
using StreamWatch.Collectors.Probing.Text;
using StreamWatch.Domain.Probing;
using StreamWatch.Domain.Watching;

namespace StreamWatch.Collectors.Probing;

/// <summary>
/// Probes over the network of this host. Each attempt has a socket and a name lookup of its own; the time-out is the whole attempt's.
/// A result whose class is <see cref="OutcomeClass.NotTheTargets"/> because our own host failed says so in its detail (<see cref="ProbeResult.LocalFault"/>).
/// </summary>
public sealed class Prober(ProberOptions options) : IProber
{
    /// <inheritdoc/>
    public async Task<ProbeReport> ProbeAsync(WatchedTarget target, CancellationToken cancellation)
    {
        var setting = target.Probe ?? throw new ArgumentException($"target {target.Name} has no probe", nameof(target));
        using var timer = new CancellationTokenSource(setting.Timeout, options.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
        var attempt = new ProbeAttempt(target, setting, options, deadline.Token);
        ProbeEnd end;
        try
        {
            end = await RunAsync(attempt).ConfigureAwait(false);
        }
        catch (ProbeEndedException e)
        {
            end = e.End;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            end = TimedOut(attempt);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is, it says nothing of the target.
            end = ProbeEnd.Local($"{e.GetType().Name}: {e.Message}");
        }

        cancellation.ThrowIfCancellationRequested();
        return attempt.Report(OfAnother(end, attempt, target));
    }

    private static Task<ProbeEnd> RunAsync(ProbeAttempt attempt) => attempt.Setting.Protocol switch
    {
        ProbeProtocol.Icmp => IcmpProbe.RunAsync(attempt),
        ProbeProtocol.Tcp => TcpProbe.RunAsync(attempt),
        ProbeProtocol.Http => HttpProbe.RunAsync(attempt, isTls: false),
        ProbeProtocol.Https => HttpProbe.RunAsync(attempt, isTls: true),
        ProbeProtocol.Smtp => SmtpProbe.RunAsync(attempt, isTls: false),
        ProbeProtocol.Smtps => SmtpProbe.RunAsync(attempt, isTls: true),
        ProbeProtocol.Imap => ImapProbe.RunAsync(attempt, isTls: false),
        ProbeProtocol.Imaps => ImapProbe.RunAsync(attempt, isTls: true),
        ProbeProtocol.Dns => DnsProbe.RunAsync(attempt),
        ProbeProtocol.Ntp => NtpProbe.RunAsync(attempt),
        var protocol => throw new NotSupportedException($"no prober speaks {protocol}"),
    };

    private static ProbeEnd TimedOut(ProbeAttempt attempt)
    {
        var isName = attempt.Step == ProbeStep.Resolve || attempt.Setting.Protocol == ProbeProtocol.Dns;
        var detail = attempt.Step switch
        {
            ProbeStep.Resolve => $"resolver {NameResolver.Server(attempt.Options).Address}: no answer {attempt.WithinTimeout}",
            ProbeStep.Connect => $"no answer to the SYN {attempt.WithinTimeout}",
            ProbeStep.Tls => $"connected; the TLS handshake did not end {attempt.WithinTimeout}",
            ProbeStep.Answer => $"began to answer and did not end {attempt.WithinTimeout}",
            _ => attempt.Setting.Protocol switch
            {
                ProbeProtocol.Icmp or ProbeProtocol.Ntp or ProbeProtocol.Dns => $"no answer {attempt.WithinTimeout}",
                _ => $"connected; nothing was said {attempt.WithinTimeout}",
            },
        };
        return new ProbeEnd(isName ? ProbeOutcome.DnsTimeout : ProbeOutcome.Timeout, attempt.Note is { } note ? $"{detail}; {note}" : detail);
    }

    /// <summary>A name server is down when it does not answer itself; that its name cannot be looked up elsewhere is the vantage point's trouble.</summary>
    private static ProbeEnd OfAnother(ProbeEnd end, ProbeAttempt attempt, WatchedTarget target) =>
        attempt.Step == ProbeStep.Resolve && target.Kind == TargetKind.Dns && end.Outcome != ProbeOutcome.Ok && !end.IsLocal
            ? ProbeEnd.Local(end.Detail ?? "the name could not be looked up", end.Outcome)
            : end;
}
