using Atelier.Load;

var save = args.Contains("--save");
switch (args.FirstOrDefault(a => !a.StartsWith('-')))
{
    case "engine":
        await Report.PrintAsync("engine", await EngineRun.MeasureAsync(), save);
        return 0;
    case "system":
        await Report.PrintAsync("system", await SystemRun.MeasureAsync(), save);
        return 0;
    case "speech":
        await Report.PrintAsync("speech", await SpeechRun.MeasureAsync(), save);
        return 0;
    case "outage":
        await Report.PrintAsync("outage", await OutageRun.MeasureAsync(), save);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project bench/load -- engine|system|speech|outage [--save]");
        return 2;
}
