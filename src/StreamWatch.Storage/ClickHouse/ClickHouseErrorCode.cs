namespace StreamWatch.Storage.ClickHouse;

/// <summary>
/// ClickHouse's error codes that speak of load or of the moment (src/Common/ErrorCodes.cpp): the same statement may succeed later without any change. Every
/// other code would come again: wrong user or password, missing rights, unknown tables, wrong types, wrong syntax. A number that is not listed
/// here is fatal.
/// </summary>
public enum ClickHouseErrorCode
{
    /// <summary>The disk behind a file is full, or broken.</summary>
    CannotWriteToFileDescriptor = 75,

    /// <summary>A statement, or a statement for a whole cluster, took too long.</summary>
    TimeoutExceeded = 159,

    /// <summary>Names of other servers could not be resolved.</summary>
    DnsError = 198,

    /// <summary>The user's quota is used up for now.</summary>
    QuotaExceeded = 201,

    /// <summary>As many queries run as may.</summary>
    TooManySimultaneousQueries = 202,

    /// <summary>No connection to another server is free.</summary>
    NoFreeConnection = 203,

    /// <summary>Another server was slow.</summary>
    SocketTimeout = 209,

    /// <summary>Another server could not be reached.</summary>
    NetworkError = 210,

    /// <summary>Keeper cannot be reached.</summary>
    NoZooKeeper = 225,

    /// <summary>The server is shutting down.</summary>
    Aborted = 236,

    /// <summary>The server's or the user's memory is used up.</summary>
    MemoryLimitExceeded = 241,

    /// <summary>A replica has lost Keeper and takes no writes.</summary>
    TableIsReadOnly = 242,

    /// <summary>The disk is full.</summary>
    NotEnoughSpace = 243,

    /// <summary>Merges do not keep up with inserts.</summary>
    TooManyParts = 252,

    /// <summary>No replica of the cluster answers.</summary>
    NoActiveReplicas = 254,

    /// <summary>No server of the cluster answers.</summary>
    AllConnectionTriesFailed = 279,

    /// <summary>Fewer replicas are up than insert_quorum asks for.</summary>
    TooFewLiveReplicas = 285,

    /// <summary>The write before has not reached its quorum yet.</summary>
    UnsatisfiedQuorumForPreviousWrite = 286,

    /// <summary>This replica lags behind the quorum.</summary>
    ReplicaIsNotInQuorum = 289,

    /// <summary>Keeper was lost in the middle of an insert: it may have been stored. The ledger finds out.</summary>
    UnknownStatusOfInsert = 319,

    /// <summary>Not every replica has done it yet.</summary>
    Unfinished = 341,

    /// <summary>Somebody ended the query.</summary>
    QueryWasCancelled = 394,

    /// <summary>The server has no thread left.</summary>
    CannotScheduleTask = 439,

    /// <summary>Two statements waited for one another.</summary>
    DeadlockAvoided = 473,

    /// <summary>The object store behind a disk failed.</summary>
    S3Error = 499,

    /// <summary>Another replica leads now.</summary>
    NotALeader = 529,

    /// <summary>Too much waits for other servers.</summary>
    DistributedTooManyPendingBytes = 574,

    /// <summary>The server sheds load.</summary>
    ServerOverloaded = 745,

    /// <summary>Keeper failed.</summary>
    KeeperException = 999,
}
