using Secant.Actors.Journal;
using Secant.Core;

namespace Secant.Actors.Tests.Journal;

public sealed class NetworkFileSystemTests : IDisposable
{
    private static readonly string[] Mounts =
    [
        "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
        "40 22 0:35 / /home rw,relatime shared:9 - nfs4 server:/home rw,vers=4.2",
        "41 40 0:36 / /home/kim/scratch rw,relatime - xfs /dev/sdb1 rw",
        "42 22 0:37 / /mnt/class\\040share rw shared:11 master:2 - cifs //server/class rw",
        "43 22 0:38 / /mnt/over rw - nfs server:/a rw",
        "44 43 0:39 / /mnt/over rw - tmpfs tmpfs rw",
        "45 22 0:40 / /mnt/ssh rw - fuse.sshfs kim@server: rw",
        "46 22 0:41 / /mnt/c rw - 9p C:\\134 rw,aname=drvfs",
        "47 22 0:42 / /media/sf_class rw - vboxsf class rw",
        "48 22 0:43 / /mnt/hgfs rw - fuse.vmhgfs-fuse vmhgfs-fuse rw",
        "49 22 0:44 / /host rw - virtiofs host rw",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/var/lib/secant", null)]
    [InlineData("/home/kim/store", "nfs4")]
    [InlineData("/home", "nfs4")]
    [InlineData("/homework", null)]
    [InlineData("/home/kim/scratch/store", null)]
    [InlineData("/mnt/class share/store", "cifs")]
    [InlineData("/mnt/over/store", null)]
    [InlineData("/mnt/ssh", "fuse.sshfs")]
    [InlineData("/mnt/c/store", "9p")]
    [InlineData("/media/sf_class", "vboxsf")]
    [InlineData("/mnt/hgfs/store", "fuse.vmhgfs-fuse")]
    [InlineData("/host/store", "virtiofs")]
    public void Type_should_be_that_of_the_last_mount_over_the_folder(string path, string? type) =>
        Assert.Equal(type, NetworkFileSystem.TypeOf(path, Mounts));

    [Theory]
    [InlineData("9p")]
    [InlineData("virtiofs")]
    public void Root_of_a_sandbox_should_count_as_of_this_machine(string type) =>
        Assert.Null(NetworkFileSystem.TypeOf("/var/lib/secant", [$"22 1 0:20 / / rw - {type} none rw"]));

    [Fact]
    public void Folder_of_this_machine_should_be_on_none() => Assert.Null(NetworkFileSystem.TypeOf(_folder["not/there/yet"]));

    [Fact]
    public void Store_should_be_refused_on_a_network_file_system_and_nothing_made_there()
    {
        var error = Assert.Throws<SecantException>(() => Store.Open(On("nfs4", allows: false)));

        Assert.Equal(Failure.Store, error.Failure);
        Assert.Equal(
            $"the store {_folder["store"]} is on a network file system (nfs4), where locks and logs of SQLite are not safe: "
                + "choose a local folder with --store, "
            + "or set secant.store-on-network = allow if only this machine uses it",
            error.Message);
        Assert.False(Directory.Exists(_folder["store"]));
    }

    [Fact]
    public void Store_should_be_opened_on_a_network_file_system_when_that_is_allowed() =>
    Store.Open(On("nfs4", allows: true)).Dispose();

    [Fact]
    public void Store_should_be_opened_elsewhere() => Store.Open(On(null, allows: false)).Dispose();

    private StoreOptions On(string? type, bool allows) => new()
    {
        Folder = _folder["store"],
        Command = "secant test",
        Rules = new StoreRules { AllowsNetwork = allows },
        NetworkOf = _ => type,
    };
}
