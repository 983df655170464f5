using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Atelier.Simulators.Tasks;

/// <summary>
/// The vendors' running and finished tasks, and files handed in for them: in memory, and with a directory also one file each, so that a
/// vendor goes on where it was after the process was killed. Entries are dropped 25 hours after their end: an hour later than any vendor
/// promises to keep a result.
/// </summary>
internal sealed class SimulatorStore(string? directory, TimeProvider time)
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(25);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Vendor, string Id), SimulatedTask> _tasks = new();
    private readonly ConcurrentDictionary<(string Vendor, string Name), StoredBytes> _bytes = new();
    private readonly ConcurrentDictionary<string, bool> _listed = new();
    private long _nextSweepTicks;

    /// <summary>Keeps a new or changed task.</summary>
    public async Task SaveAsync(SimulatedTask task, CancellationToken cancellationToken)
    {
        if (directory is not null)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(task, StoreJson.Default.SimulatedTask);
            await WriteAsync(TaskFile(task.Vendor, task.Id), json, task.EndsAt, cancellationToken);
        }

        _tasks[(task.Vendor, task.Id)] = task;
        Sweep();
    }

    public async Task<SimulatedTask?> FindAsync(string vendor, string id, CancellationToken cancellationToken)
    {
        if (_tasks.TryGetValue((vendor, id), out var task))
        {
            return task;
        }

        return directory is null ? null : await LoadAsync(TaskFile(vendor, id), cancellationToken);
    }

    /// <summary>Every task of the vendor, oldest first.</summary>
    public async Task<IReadOnlyList<SimulatedTask>> ListAsync(string vendor, CancellationToken cancellationToken)
    {
        if (directory is not null && !_listed.ContainsKey(vendor))
        {
            var folder = Path.Combine(directory, vendor, "tasks");
            foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [])
            {
                await LoadAsync(file, cancellationToken);
            }

            _listed[vendor] = true;
        }

        return [.. _tasks.Values.Where(task => task.Vendor == vendor).OrderBy(task => task.CreatedAt)];
    }

    public void Remove(string vendor, string id)
    {
        // Deleting a file is no error when it is missing, but its folder may be missing too.
        if (directory is not null && File.Exists(TaskFile(vendor, id)))
        {
            File.Delete(TaskFile(vendor, id));
        }

        _tasks.TryRemove((vendor, id), out _);
    }

    /// <summary>Keeps a file a caller handed in.</summary>
    public async Task SaveBytesAsync(string vendor, string name, byte[] content, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (directory is null)
        {
            _bytes[(vendor, name)] = new StoredBytes(content, now);
        }
        else
        {
            await WriteAsync(BytesFile(vendor, name), content, now, cancellationToken);
        }

        Sweep();
    }

    public async Task<byte[]?> FindBytesAsync(string vendor, string name, CancellationToken cancellationToken)
    {
        if (directory is null)
        {
            return _bytes.TryGetValue((vendor, name), out var stored) ? stored.Content : null;
        }

        var file = BytesFile(vendor, name);
        return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
    }

    private async Task<SimulatedTask?> LoadAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        await using var stream = File.OpenRead(file);
        var task = await JsonSerializer.DeserializeAsync(stream, StoreJson.Default.SimulatedTask, cancellationToken)
            ?? throw new InvalidDataException($"The simulator's task file {file} is empty.");
        return _tasks.GetOrAdd((task.Vendor, task.Id), task);
    }

    /// <summary>Writes beside the target and renames, so that a kill leaves the old file or the new one, never half of it.</summary>
    private static async Task WriteAsync(string file, byte[] content, DateTimeOffset ends, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = $"{file}.{Guid.NewGuid():n}.tmp";
        await File.WriteAllBytesAsync(draft, content, cancellationToken);
        // The time of the end, on the simulators' clock, is what the sweep goes by.
        File.SetLastWriteTimeUtc(draft, ends.UtcDateTime);
        File.Move(draft, file, overwrite: true);
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        var due = Interlocked.Read(ref _nextSweepTicks);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweepTicks, (now + SweepEvery).UtcTicks, due) != due)
        {
            return;
        }

        var oldest = now - Retention;
        foreach (var task in _tasks.Values.Where(task => task.EndsAt < oldest))
        {
            _tasks.TryRemove((task.Vendor, task.Id), out _);
        }

        foreach (var (key, _) in _bytes.Where(entry => entry.Value.StoredAt < oldest))
        {
            _bytes.TryRemove(key, out _);
        }

        if (directory is not null && Directory.Exists(directory))
        {
            foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
            {
                if (File.GetLastWriteTimeUtc(file) < oldest.UtcDateTime)
                {
                    File.Delete(file);
                }
            }
        }
    }

    // Vendors' ids may hold any character; their hash is always a good file name.
    private string TaskFile(string vendor, string id) => Path.Combine(directory!, vendor, "tasks", $"{FileName(id)}.json");

    private string BytesFile(string vendor, string name) => Path.Combine(directory!, vendor, "files", $"{FileName(name)}.bin");

    private static string FileName(string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 16));

    private sealed record StoredBytes(byte[] Content, DateTimeOffset StoredAt);
}
