package moderato.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import moderato.moderation.WholeFile;
import moderato.objects.FolderStore;
import moderato.objects.ObjectAddress;
import moderato.objects.ObjectStore;
import moderato.objects.StoredObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moderato objects}: what the object store holds. */
@Command(name = "objects", description = "Lists objects, puts files into the object store, gets them out, removes them.", footer = {"", "Examples:",
        "  moderato objects put data.csv s3://my-bucket/train/data.csv", "  moderato objects ls s3://my-bucket/train", "  moderato objects gc --older-than 30 --largest 10000"})
final class ObjectsCommand extends CommandGroup {

    @Command(name = "ls", description = "Lists the objects whose address begins with this one, or the buckets.", footer = {"", "Example:", "  moderato objects ls s3://my-bucket/train"})
    int list(@Mixin CommonOptions common, @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "s3://bucket/prefix") @Nullable String prefix,
            @Option(names = "--json", description = "print JSON: address, bytes, modified") boolean json) throws IOException {
        ObjectStore store = store(common);
        if (prefix == null) {
            buckets(store.buckets().stream().map(bucket -> "s3://" + bucket + "/").toList(), json);
        } else {
            objects(store.list(address(prefix)), json);
        }
        return ExitCode.OK;
    }

    @Command(name = "put", description = "Puts a file, or all files below a folder, into the store.", footer = {"", "Example:", "  moderato objects put data.csv s3://my-bucket/train/data.csv"})
    int put(@Mixin CommonOptions common, @Parameters(paramLabel = "FILE", description = "a file or a folder") Path file,
            @Parameters(paramLabel = "ADDRESS", description = "s3://bucket/key; for a folder, the prefix") String target) throws IOException {
        ObjectAddress address = address(target);
        ObjectStore store = store(common);
        if (!Files.isDirectory(file)) {
            ObjectAddress key = address.key().isEmpty() || address.key().endsWith("/") ? address.resolve(String.valueOf(file.getFileName())) : address;
            store.put(key, file);
            out().println(key);
            return ExitCode.OK;
        }
        try (var files = Files.walk(file)) {
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                ObjectAddress key = address.resolve(file.relativize(each).toString());
                store.put(key, each);
                out().println(key);
            }
        }
        return ExitCode.OK;
    }

    @Command(name = "get", description = "Writes an object to a file.", footer = {"", "Example:", "  moderato objects get s3://my-bucket/train/data.csv data.csv"})
    int get(@Mixin CommonOptions common, @Parameters(paramLabel = "ADDRESS", description = "s3://bucket/key") String source,
            @Parameters(paramLabel = "FILE", description = "the file to write") Path file) throws IOException {
        StoredObject object = store(common).find(address(source)).orElseThrow(() -> new CommandException(ExitCode.BAD_INPUT, "there is no object " + source));
        WholeFile.copy(object.file(), file);
        return ExitCode.OK;
    }

    @Command(name = "rm", description = "Removes an object, or with --all every object whose address begins with this one.", footer = {"", "Example:", "  moderato objects rm s3://my-bucket/train/ --all"})
    int remove(@Mixin CommonOptions common, @Parameters(paramLabel = "ADDRESS", description = "s3://bucket/key") String target,
            @Option(names = "--all", description = "every object that the address is a prefix of") boolean all) throws IOException {
        ObjectStore store = store(common);
        List<ObjectAddress> doomed = all ? store.list(address(target)).stream().map(StoredObject::address).toList() : List.of(address(target));
        int removed = 0;
        for (ObjectAddress address : doomed) {
            removed += store.remove(address) ? 1 : 0;
        }
        if (removed == 0) {
            throw new CommandException(ExitCode.BAD_INPUT, "there is no object " + target);
        }
        out().println("removed " + removed);
        return ExitCode.OK;
    }

    @Command(name = "gc", description = "Removes objects that are too old, and the oldest until the store is small enough.", footer = {"", "Example:", "  moderato objects gc --older-than 30 --largest 10000"})
    int collect(@Mixin CommonOptions common, @Option(names = "--older-than", paramLabel = "DAYS", description = "remove what is older than this") @Nullable Integer days,
            @Option(names = "--largest", paramLabel = "MIB", description = "remove the oldest until the store holds no more than this") @Nullable Long mebibytes) throws IOException {
        if (days == null && mebibytes == null) {
            throw new CommandException(ExitCode.USAGE, "say what may go: --older-than DAYS, --largest MIB, or both");
        }
        ObjectStore store = store(common);
        List<StoredObject> objects = new ArrayList<>();
        for (String bucket : store.buckets()) {
            objects.addAll(store.list(new ObjectAddress(bucket, "")));
        }
        objects.sort(Comparator.comparing(StoredObject::modified));
        long bytes = objects.stream().mapToLong(StoredObject::size).sum();
        Instant oldest = days == null ? Instant.MIN : Instant.now().minus(Duration.ofDays(days));
        long most = mebibytes == null ? Long.MAX_VALUE : mebibytes << 20;
        int removed = 0;
        for (StoredObject object : objects) {
            if (object.modified().isBefore(oldest) || bytes > most) {
                store.remove(object.address());
                bytes -= object.size();
                removed++;
            }
        }
        out().println("removed " + removed + ", " + (objects.size() - removed) + " left with " + (bytes >> 20) + " MiB");
        return ExitCode.OK;
    }

    private void buckets(List<String> addresses, boolean json) {
        if (json) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            addresses.forEach(address -> all.addObject().put("address", address));
            out().println(all.toPrettyString());
        } else {
            addresses.forEach(out()::println);
        }
    }

    private void objects(List<StoredObject> found, boolean json) {
        if (json) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            found.forEach(object -> all.addObject().put("address", object.address().toString()).put("bytes", object.size()).put("modified", object.modified().toString()));
            out().println(all.toPrettyString());
        } else {
            Table table = new Table("MODIFIED", "BYTES", "ADDRESS");
            found.forEach(object -> table.row(Table.time(object.modified()), String.valueOf(object.size()), object.address().toString()));
            table.print(out());
        }
    }

    private static ObjectStore store(CommonOptions common) {
        return new FolderStore(common.home().objects());
    }

    private static ObjectAddress address(String text) {
        try {
            return ObjectAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }
}
