using Atelier.Server.Commands;

return await AtelierCommandLine.RunAsync(args);
