using System.Security.Cryptography;
using Secant.Core.Data;
using Xunit;

namespace Secant.Core.Tests.Data;

public sealed class EmbeddedDigitsTests
{
    private static readonly DataSet Digits = EmbeddedDigits.Load();

    [Fact]
    public void Digits_should_be_the_published_bytes()
    {
        var payloads = Digits.ToIdx();

        Assert.Equal("846c8aca6ea844ddfe649d5570ad874109d3c65202fc148112f7180da2f8b070", Sha256(payloads.TrainImages));
        Assert.Equal("e69745c3f417cbbc2c441244ed0364994ce39b5b3f0db4e03adbad0f7b9968a3", Sha256(payloads.TrainLabels));
        Assert.Equal("f05e72784147e668d162cf0a56aed9c8500a13c829f366500c5bafdaca35462f", Sha256(payloads.TestImages));
        Assert.Equal("dad93ffdcafb37e8b5e6be23e33c1248e8093419b7d60da6c1fef634904ae9fc", Sha256(payloads.TestLabels));
        Assert.Equal(Digits.Sha256, payloads.Sha256());
    }

    [Fact]
    public void Digits_should_hold_every_class_in_natural_proportion()
    {
        Assert.Equal([801, 902, 793, 826, 784, 690, 811, 856, 755, 782], Counts(Digits.Train));
        Assert.Equal([200, 225, 198, 206, 196, 173, 203, 214, 189, 196], Counts(Digits.Test));
        Assert.Equal((28, 28, 10), (Digits.Train.Rows, Digits.Train.Columns, Digits.Classes));
    }

    [Fact]
    public void Digits_should_change_class_from_each_to_the_next()
    {
        for (var i = 1; i < Digits.Train.Count; i++)
        {
            Assert.True(Digits.Train.Labels[i] != Digits.Train.Labels[i - 1], $"train images {i - 1} and {i} are of one class");
        }
    }

    [Fact]
    public void Digits_should_not_share_an_image_between_train_and_test()
    {
        var train = Enumerable.Range(0, Digits.Train.Count).Select(i => Convert.ToHexString(Digits.Train.Image(i))).ToHashSet();

        Assert.Equal(Digits.Train.Count, train.Count);
        Assert.DoesNotContain(Enumerable.Range(0, Digits.Test.Count),
            i => train.Contains(Convert.ToHexString(Digits.Test.Image(i))));
    }

    private static int[] Counts(ImageSet set)
    {
        var counts = new int[10];
        foreach (var label in set.Labels)
        {
            counts[label]++;
        }

        return counts;
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
