using Secant.Benchmarks;
using Secant.Core.Data;

// One process, one thread, the built-in digits. The cold run comes first, before anything is compiled.
var data = await new DataCatalogue().LoadAsync("mnist-10k");
ColdRun.Measure(data, Console.Out);
PassTimes.Measure(data, Console.Out);
PassParts.Measure(data, Console.Out);
Growth.Measure(data, Console.Out);
NaivePass.Measure(data, Console.Out);
