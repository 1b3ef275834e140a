using StreamWatch.Storage;

namespace StreamWatch.App.Commands.Demo;

/// <summary>The folder of a demo: the simulated files, and the data directory. A mark tells that it may be made anew.</summary>
internal sealed class DemoFolder(string path)
{
    private const string Mark = ".streamwatch-demo";

    private readonly DirectoryInfo _home = new(path);

    /// <summary>As it was named.</summary>
    public string Path { get; } = path;

    /// <summary>Where the simulated route collectors and vantage points write.</summary>
    public DirectoryInfo Input => new(System.IO.Path.Combine(_home.FullName, "simulated"));

    /// <summary>The watch file of what is simulated.</summary>
    public string WatchFile => System.IO.Path.Combine(Input.FullName, "watch.json");

    /// <summary>The data directory.</summary>
    public DirectoryInfo Data => new(System.IO.Path.Combine(_home.FullName, "data"));

    /// <summary>Makes the folder, or empties it where an earlier demo made it.</summary>
    /// <exception cref="StorageException">Something else is there.</exception>
    public void Renew()
    {
        if (_home.Exists && _home.EnumerateFileSystemInfos().Any())
        {
            if (!File.Exists(System.IO.Path.Combine(_home.FullName, Mark)))
            {
                throw new StorageException($"{Path} is there and no earlier demo made it; name another folder with --data DIR");
            }

            foreach (var part in new[] { Input, Data }.Where(part => part.Exists))
            {
                part.Delete(recursive: true);
            }
        }

        _home.Create();
        File.WriteAllText(System.IO.Path.Combine(_home.FullName, Mark), "Made by streamwatch demo; the next demo empties this folder.\n");
    }
}
