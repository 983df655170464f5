using Atelier.Benchmarks;
using BenchmarkDotNet.Running;

switch (args)
{
    case ["download"]:
        return await DownloadMemory.RunAsync();
    case ["vendor"]:
        await using (var vendor = await BenchVendor.StartAsync())
        {
            Console.WriteLine(vendor.Address);
            await Console.In.ReadLineAsync();
        }

        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
