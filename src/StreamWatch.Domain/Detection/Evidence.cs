namespace StreamWatch.Domain.Detection;

/// <summary>Why a route was taken into its ASN's baseline address space, weakest first.</summary>
public enum Evidence
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>A table dump held it in most views.</summary>
    Dumped = 1,

    /// <summary>Most views carried it for the warm-up.</summary>
    Stood = 2,

    /// <summary>Several views withdrew it without having announced it since the stream began: it stood before.</summary>
    Proven = 3,
}
