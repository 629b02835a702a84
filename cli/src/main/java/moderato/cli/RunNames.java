package moderato.cli;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import moderato.kernel.RunIdentity;

/** Names new runs as the services do: an ARN in a fixed account and region of this machine's own. */
final class RunNames {

    private static final String ACCOUNT = "us-east-1:000000000000";
    private static final String ROLE = "arn:aws:iam::000000000000:role/moderato";
    private static final String ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";
    /** The length of the id of a pipeline's execution. */
    static final int PIPELINE_ID_LENGTH = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RunNames() {
    }

    /** The identity of a new run of a definition. */
    static RunIdentity of(DefinitionFile file, Optional<String> given) {
        return file.definition().language().equals(DefinitionFile.STATES) ? execution(file.name(), given) : pipelineExecution(file.name(), given);
    }

    private static RunIdentity execution(String machine, Optional<String> given) {
        String name = given.orElseGet(() -> UUID.randomUUID().toString());
        if (!name.matches("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\p{Cntrl}]{1,80}")) {
            throw new CommandException(ExitCode.USAGE, "'" + name + "' is no name for a run: 1 to 80 characters, none of them a space, a bracket or one of ?*\"#%\\^|~`$&,;:/");
        }
        String prefix = "arn:aws:states:" + ACCOUNT;
        return new RunIdentity(prefix + ":execution:" + machine + ":" + name, name, machine, prefix + ":stateMachine:" + machine, ROLE);
    }

    /** The identity of a pipeline's execution, with a new id unless one is given. */
    static RunIdentity pipelineExecution(String pipeline, Optional<String> given) {
        String id = given.orElseGet(() -> random(PIPELINE_ID_LENGTH));
        if (!id.matches("[A-Za-z0-9](-*[A-Za-z0-9]){0,81}")) {
            throw new CommandException(ExitCode.USAGE, "'" + id + "' is no name for a run: letters, digits and hyphens, 82 at most");
        }
        String arn = "arn:aws:sagemaker:" + ACCOUNT + ":pipeline/" + pipeline;
        return new RunIdentity(arn + "/execution/" + id, id, pipeline, arn, ROLE);
    }

    /** Random lower-case letters and digits. */
    static String random(int length) {
        StringBuilder id = new StringBuilder();
        RANDOM.ints(length, 0, ALPHANUMERIC.length()).forEach(index -> id.append(ALPHANUMERIC.charAt(index)));
        return id.toString();
    }
}
