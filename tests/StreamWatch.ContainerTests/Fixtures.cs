using StreamWatch.ContainerTests;
using Xunit;

// One of each for all tests; those that store where the stages do run one after the other, in one class.
[assembly: AssemblyFixture(typeof(ClickHouseServer))]
[assembly: AssemblyFixture(typeof(KafkaBroker))]
