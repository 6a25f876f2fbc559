using Secant.Benchmarks;
using Secant.Core.Data;

// Minutes, for the larger net is saved every minute or so.
if (args is ["checkpoints"])
{
    await CheckpointCost.MeasureAsync(75, Console.Out);
    await CheckpointCost.MeasureAsync(20_000, Console.Out);
    return;
}

if (args is ["planner"])
{
    PlannerTimes.Measure(Console.Out);
    return;
}

// How many experiments, and a folder where the store is to stay: dotnet run -c Release -- store 10000 [FOLDER].
if (args is ["store", var count, .. var place])
{
    await StoreOfMany.MeasureAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture), place.FirstOrDefault(),
        Console.Out);
    return;
}

// One process, one thread, the built-in digits. The cold run comes first, before anything is compiled.
var data = await new DataCatalogue().LoadAsync("mnist-10k");
ColdRun.Measure(data, Console.Out);
PassTimes.Measure(data, Console.Out);
PassParts.Measure(data, Console.Out);
Growth.Measure(data, Console.Out);
NaivePass.Measure(data, Console.Out);
