package moderato.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import moderato.objects.FolderStore;
import moderato.registry.ModelPackages;
import moderato.registry.Registry;
import moderato.registry.RegistryException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code moderato registry}: the models that pipelines registered, and what people decided on them. */
@Command(name = "registry", description = "Lists registered models, shows them, approves and rejects them.", footer = {"", "Examples:", "  moderato registry list churn",
        "  moderato registry approve churn/3 --comment 'good on the hold-out'"})
final class RegistryCommand extends CommandGroup {

    @Command(name = "list", description = "Lists model packages, newest first.", footer = {"", "Example:", "  moderato registry list churn --status Approved"})
    int list(@Mixin CommonOptions common, @Parameters(paramLabel = "GROUP", arity = "0..1", description = "only the versions of this group") @Nullable String group,
            @Option(names = "--status", description = "only packages of this status: PendingManualApproval, Approved, Rejected") @Nullable String status,
            @Option(names = "--json", description = "print JSON") boolean json) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("ModelPackageType", "Both").put("SortOrder", "Descending");
        if (group != null) {
            request.put("ModelPackageGroupName", group);
        }
        if (status != null) {
            request.put("ModelApprovalStatus", ModelPackages.STATUSES.stream().filter(status::equalsIgnoreCase).findFirst()
                    .orElseThrow(() -> new CommandException(ExitCode.USAGE, "--status is one of " + String.join(", ", ModelPackages.STATUSES))));
        }
        try (Registry registry = Engines.registry(common.home())) {
            List<ObjectNode> found = registry.packages().list(request);
            if (json) {
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                found.forEach(all::add);
                out().println(all.toPrettyString());
                return ExitCode.OK;
            }
            Table table = new Table("PACKAGE", "STATUS", "CREATED", "DESCRIPTION");
            found.forEach(each -> table.row(PackageText.name(each), each.path("ModelApprovalStatus").asText("-"), PackageText.time(each.path("CreationTime")),
                    each.path("ModelPackageDescription").asText("")));
            table.print(out());
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Shows a model package: its containers, metrics, baselines, and the history of its approval.", footer = {"", "Example:", "  moderato registry show churn/3"})
    int show(@Mixin CommonOptions common,
            @Parameters(paramLabel = "PACKAGE", description = "GROUP/VERSION, GROUP for its newest version, or an ARN") String name,
            @Option(names = "--json", description = "print DescribeModelPackage's answer, with ApprovalHistory") boolean json) {
        try (Registry registry = Engines.registry(common.home())) {
            ObjectNode description = describe(registry, name);
            List<ModelPackages.Approval> approvals = registry.packages().approvals(description.path("ModelPackageArn").asText());
            if (json) {
                ArrayNode history = description.putArray("ApprovalHistory");
                approvals.forEach(each -> PackageText.approval(history.addObject(), each));
                out().println(description.toPrettyString());
            } else {
                new PackageText(out(), new FolderStore(common.home().objects())).print(description, approvals);
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "approve", description = "Approves a model package.", footer = {"", "Example:", "  moderato registry approve churn/3 --comment 'good on the hold-out'"})
    int approve(@Mixin CommonOptions common, @Parameters(paramLabel = "PACKAGE", description = "GROUP/VERSION, GROUP for its newest version, or an ARN") String name,
            @Option(names = "--comment", paramLabel = "TEXT", description = "why") @Nullable String comment,
            @Option(names = "--by", paramLabel = "NAME", description = "who approves (default: the user of this machine)") @Nullable String by) {
        return decide(common, name, "Approved", comment, by);
    }

    @Command(name = "reject", description = "Rejects a model package.", footer = {"", "Example:", "  moderato registry reject churn/3 --comment 'worse than churn/2'"})
    int reject(@Mixin CommonOptions common, @Parameters(paramLabel = "PACKAGE", description = "GROUP/VERSION, GROUP for its newest version, or an ARN") String name,
            @Option(names = "--comment", paramLabel = "TEXT", description = "why") @Nullable String comment,
            @Option(names = "--by", paramLabel = "NAME", description = "who rejects (default: the user of this machine)") @Nullable String by) {
        return decide(common, name, "Rejected", comment, by);
    }

    private int decide(CommonOptions common, String name, String status, @Nullable String comment, @Nullable String by) {
        try (Registry registry = Engines.registry(common.home())) {
            JsonNode description = describe(registry, name);
            if (!description.has("ModelApprovalStatus")) {
                throw new CommandException(ExitCode.USAGE, name + " is a package of its own, and no version of a group; only those are approved");
            }
            ObjectNode request = JsonNodeFactory.instance.objectNode().put("ModelPackageArn", description.path("ModelPackageArn").asText()).put("ModelApprovalStatus", status);
            if (comment != null) {
                request.put("ApprovalDescription", comment);
            }
            registry.packages().update(request, UUID.randomUUID().toString(), by == null ? System.getProperty("user.name") : by);
            out().println(PackageText.name(description) + "  " + description.path("ModelApprovalStatus").asText() + " -> " + status);
            return ExitCode.OK;
        }
    }

    /** The package that a user means. */
    private static ObjectNode describe(Registry registry, String name) {
        try {
            ObjectNode versions = JsonNodeFactory.instance.objectNode().put("ModelPackageGroupName", name).put("SortOrder", "Descending");
            List<ObjectNode> newest = name.contains("/") ? List.of() : registry.packages().list(versions);
            return registry.packages().describe(newest.isEmpty() ? name : newest.getFirst().path("ModelPackageArn").asText());
        } catch (RegistryException e) {
            throw new CommandException(ExitCode.BAD_INPUT, "there is no model package '" + name + "'; moderato registry list shows those that are registered", e);
        }
    }

    /** An instant as the API writes it. */
    static Instant instant(JsonNode seconds) {
        return Instant.ofEpochMilli(Math.round(seconds.asDouble() * 1000));
    }
}
