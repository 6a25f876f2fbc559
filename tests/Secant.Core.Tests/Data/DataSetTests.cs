using Secant.Core.Data;
using Xunit;
using static Secant.Core.Tests.Data.IdxSamples;

namespace Secant.Core.Tests.Data;

public sealed class DataSetTests
{
    [Fact]
    public void Data_set_should_hold_what_the_payloads_say()
    {
        var data = DataSet.FromIdx("small", Small);

        Assert.Equal("small", data.Name);
        Assert.Equal(SmallSha256, data.Sha256);
        Assert.Equal((6, 5), (data.Dimension, data.Classes));
        Assert.Equal((3, 2, 3), (data.Train.Count, data.Train.Rows, data.Train.Columns));
        Assert.Equal([10, 11, 12, 13, 14, 15], data.Train.Image(1).ToArray());
        Assert.Equal([2, 0, 4], data.Train.Labels.ToArray());
        Assert.Equal([0, 0, 0, 9, 9, 9], data.Test.Image(1).ToArray());
        Assert.Equal([1, 3], data.Test.Labels.ToArray());
    }

    [Fact]
    public void Data_set_should_give_back_the_payloads_it_was_made_of()
    {
        var payloads = DataSet.FromIdx("small", Small).ToIdx();

        Assert.Equal(Small.TrainImages, payloads.TrainImages);
        Assert.Equal(Small.TrainLabels, payloads.TrainLabels);
        Assert.Equal(Small.TestImages, payloads.TestImages);
        Assert.Equal(Small.TestLabels, payloads.TestLabels);
        Assert.Equal(SmallSha256, payloads.Sha256());
    }

    [Fact]
    public void Data_set_should_have_256_classes_when_a_label_is_255()
    {
        var data = DataSet.FromIdx("x", Small with { TestLabels = Labels(2, [255, 0]) });

        Assert.Equal(256, data.Classes);
    }
}
