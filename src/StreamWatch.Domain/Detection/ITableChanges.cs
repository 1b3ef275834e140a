namespace StreamWatch.Domain.Detection;

/// <summary>
/// What the views' tables went through in a bin, counted in origins: an origin has many prefixes, and one network's fate is one network's, however many
/// prefixes it has. Where the tables are spread over buckets the counts are of all of them together.
/// </summary>
public interface ITableChanges
{
    /// <summary>Origins met so far.</summary>
    int Origins { get; }

    /// <summary>Origins of which the view lost a prefix.</summary>
    int Lost(int view);

    /// <summary>Origins of which it lost a prefix that most of the usable views still carry.</summary>
    int LostAlone(int view);

    /// <summary>Origins of whose prefixes it spoke; known of loud views alone.</summary>
    int Spoken(int view);

    /// <summary>Origins that it still carries, other than those of which it lost something.</summary>
    /// <param name="view">Number of the view.</param>
    /// <param name="enough">Counting stops when there are more.</param>
    int Carried(int view, int enough);

    /// <summary>Prefixes that it carries and spoke of since its transfer began.</summary>
    int Retold(int view);
}
