namespace StreamWatch.Simulation.Truth;

/// <summary>Labels of events that are not outages.</summary>
public static class Labels
{
    /// <summary>Sessions go down and come back, and the files say so.</summary>
    public const string ResetWithStates = "session_reset_with_states";

    /// <summary>Peers withdraw everything they had and announce it again; the files have no state messages.</summary>
    public const string ResetByWithdrawals = "session_reset_mass_withdrawal";

    /// <summary>Peers fall silent and then send their whole table again; the files have no state messages.</summary>
    public const string ResetByRetransfer = "session_reset_retransfer";

    /// <summary>A peer sends its table over a long time.</summary>
    public const string TableTransfer = "table_transfer";

    /// <summary>An update file does not exist.</summary>
    public const string MissingFile = "missing_file";

    /// <summary>All peers withdraw a prefix shortly before a file that is missing, and announce it again in it.</summary>
    public const string LossEndsInMissingFile = "loss_ends_in_missing_file";

    /// <summary>An exact prefix is originated by another AS at some or all peers.</summary>
    public const string OriginChanged = "origin_changed";

    /// <summary>Another AS announces more specific prefixes while the rightful ones stay.</summary>
    public const string SubPrefixHijack = "subprefix_hijack";

    /// <summary>Prefixes come and go too briefly to count: all peers lose them for less than a bin.</summary>
    public const string Flapping = "flapping";

    /// <summary>One peer withdraws and announces again and again; the others carry the prefixes all the time.</summary>
    public const string FlappingAtOnePeer = "flapping_at_one_peer";

    /// <summary>An ASN is announced for the first time.</summary>
    public const string CameUp = "came_up";

    /// <summary>The files begin without a table, so that what peers carry has to be learned.</summary>
    public const string StartWithoutTable = "start_without_table";

    /// <summary>One target is away by itself.</summary>
    public const string SingleTarget = "single_target_downtime";

    /// <summary>One machine or address with several names is away: one unit.</summary>
    public const string SharedHost = "shared_host_downtime";

    /// <summary>Planned work that the watch file tells of.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>Planned work that nobody told of.</summary>
    public const string UndeclaredMaintenance = "undeclared_maintenance";

    /// <summary>A target comes and goes by itself.</summary>
    public const string FlappingTarget = "flapping_target";

    /// <summary>A vantage point neither probes nor sends heartbeats.</summary>
    public const string VantageDown = "vantage_down";

    /// <summary>A vantage point loses packets of its own, or has no network.</summary>
    public const string VantageLoss = "vantage_loss";

    /// <summary>The control targets do not answer; the watched ones are as before.</summary>
    public const string ControlsFailed = "controls_failed";

    /// <summary>A link fills up and delays and loses packets, yet most targets serve.</summary>
    public const string Congestion = "congestion";

    /// <summary>Targets have been away since long before.</summary>
    public const string DeadTargets = "dead_targets";

    /// <summary>At least half of an entity's units are away, too briefly to count.</summary>
    public const string BriefFailure = "brief_failure";

    /// <summary>Something happened to a part of the network, and less than half of its units, or fewer than three, stopped serving.</summary>
    public const string PartialTrouble = "partial_trouble";
}
