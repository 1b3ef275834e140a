namespace StreamWatch.Tests.Engine.Checkpoints;

/// <summary>Has a private field that the class below it does not see.</summary>
abstract class StateBase(int hidden)
{
    public int Hidden => hidden;
}
