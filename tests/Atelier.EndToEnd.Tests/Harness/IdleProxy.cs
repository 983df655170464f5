using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Atelier.EndToEnd.Tests.Harness;

/// <summary>A real nginx before a server, which gives up on what is silent for <see cref="Patience"/>.</summary>
internal sealed class IdleProxy : IAsyncDisposable
{
    /// <summary>How long it waits for the next byte.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly string _folder;

    private IdleProxy(Process process, string folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    public static async Task<IdleProxy> StartAsync(Uri server)
    {
        var folder = Directory.CreateTempSubdirectory("atelier-nginx-").FullName;
        var port = ServerProcess.FreePort();
        var file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Settings(folder, port, server), Installation.Cancel);
        var process = Process.Start(new ProcessStartInfo("nginx", ["-p", folder, "-c", file, "-e", Path.Combine(folder, "error.log")]))!;
        var proxy = new IdleProxy(process, folder, new Uri($"http://127.0.0.1:{port}"));
        await Eventually.BeTrueAsync(() => proxy.ListensAsync(port), "nginx to listen", 20);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> ListensAsync(int port)
    {
        _process.HasExited.ShouldBeFalse("nginx ended");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, Installation.Cancel);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Run as whoever runs the tests, in the foreground, with all files in its own folder.
    private static string Settings(string folder, int port, Uri server) => string.Create(CultureInfo.InvariantCulture, $$"""
        daemon off;
        master_process off;
        pid {{folder}}/nginx.pid;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          server {
            listen 127.0.0.1:{{port}};
            location / {
              proxy_pass {{server.GetLeftPart(UriPartial.Authority)}};
              proxy_http_version 1.1;
              proxy_read_timeout {{Patience.TotalSeconds:0}}s;
            }
          }
        }
        """);
}
