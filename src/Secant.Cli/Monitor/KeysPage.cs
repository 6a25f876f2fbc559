namespace Secant.Cli.Monitor;

/// <summary>What the keys do.</summary>
internal static class KeysPage
{
    private const int KeyWidth = 13;
    private const int MeaningWidth = 41;
    private const int LeastMeaning = 20;

    // Columns of the longest command, with a blank at either side.
    private const int CommandWidth = 23;

    public static void Draw(ScreenPicture picture, bool isReadOnly)
    {
        picture.Add(isInverse: true, new Piece(Line(picture, "key", "what it does", "its command"), Tone.Strong));
        foreach (var row in MonitorKeys.For(isReadOnly))
        {
            picture.Add(Line(picture, row.Keys, row.Meaning, row.Command));
        }

        picture.Add();
        picture.AddWrapped(
            "heartbeat (beat): age of a node's last sign of life, yellow from 2 s, red from 3 s. speed: samples times hidden "
                + "units a second. "
            + "median (med): a node's pass against the others', yellow from 1.5. computing (comp): share of its cores' time. "
            + "no: nodes that hold slices. re: recoveries, slices opened anew after a loss and resumes after a crash.", " ", 6,
            Tone.Faint);
        picture.AddWrapped("Commands take --join HOST:PORT as this one does.", " ", 1, Tone.Faint);
    }

    // On a narrow screen what a key does is cut, on a narrower one its command left out.
    private static string Line(ScreenPicture picture, string keys, string meaning, string command)
    {
        var room = Math.Min(MeaningWidth, picture.Width - KeyWidth - 2 - CommandWidth);
        return room >= LeastMeaning
            ? $" {CellText.Fit(keys, KeyWidth)} {CellText.Fit(meaning, room)} {command}"
            : $" {CellText.Fit(keys, KeyWidth)} {meaning}";
    }
}
