namespace Secant.Cli.Watching;

/// <summary>What the keys do.</summary>
internal static class KeysPage
{
    public static void Draw(ScreenPicture picture, bool isReadOnly)
    {
        picture.Add(isInverse: true, new Piece(Line("key", "what it does", "its command"), Tone.Strong));
        foreach (var row in MonitorKeys.For(isReadOnly))
        {
            picture.Add(Line(row.Keys, row.Meaning, row.Command));
        }

        picture.Add();
        picture.AddWrapped(
            "heartbeat (beat): age of a node's last sign of life, yellow from 2 s, red from 3 s. speed: samples times hidden units a second. "
            + "median (med): a node's pass against the others', yellow from 1.5. computing (comp): share of its cores' time. "
            + "no: nodes that hold slices. re: recoveries, slices opened anew after a loss and resumes after a crash.", " ", 6, Tone.Faint);
        picture.AddWrapped("Commands take --join HOST:PORT as this one does.", " ", 1, Tone.Faint);
    }

    private static string Line(string keys, string meaning, string command) => $" {CellText.Fit(keys, 13)} {CellText.Fit(meaning, 41)} {command}";
}
