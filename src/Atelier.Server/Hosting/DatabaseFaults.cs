using System.Data.Common;

namespace Atelier.Server.Hosting;

/// <summary>Tells faults of the database that an operator can mend from defects of ours.</summary>
internal static class DatabaseFaults
{
    public static bool CanBeMended(Exception exception) => exception
        is DbException or UnauthorizedAccessException or DirectoryNotFoundException
        or (IOException and not FileNotFoundException and not FileLoadException);
}
