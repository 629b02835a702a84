package moderato.states;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Task asks to be done, and the words that its history has for that.
 *
 * @param text the value of Resource
 * @param family whose events tell of it
 * @param service the service of an integration, such as {@code lambda} or {@code aws-sdk:s3}; empty for the other families
 * @param action its action with its pattern, such as {@code startExecution.sync:2}; empty for the other families
 */
record TaskResource(String text, Family family, String service, String action) {

    private static final Pattern INTEGRATION = Pattern
            .compile("arn:[^:]*:states:[^:]*:[^:]*:(?!activity:)(aws-sdk:[^:]+|[^:]+):([^:]+(?::2)?)");
    private static final String WAITS = ".waitForTaskToken";

    /** Whose events tell of a task. */
    enum Family {
        /** A function named by its ARN. */
        LAMBDA("LambdaFunction"),
        /** Work that a worker polls for. */
        ACTIVITY("Activity"),
        /** An integration of a service. */
        SERVICE("Task");

        private final String word;

        Family(String word) {
            this.word = word;
        }
    }

    static TaskResource of(String text) {
        Matcher integration = INTEGRATION.matcher(text);
        if (integration.matches()) {
            return new TaskResource(text, Family.SERVICE, integration.group(1), integration.group(2));
        }
        boolean function = text.contains(":lambda:") || text.startsWith("${");
        return new TaskResource(text, function ? Family.LAMBDA : Family.ACTIVITY, "", "");
    }

    /** Whether the task ends when its token is answered. */
    boolean waitsForToken() {
        return action.endsWith(WAITS);
    }

    /** Whether the task's token is told in the context object, as it is wherever the task goes on elsewhere. */
    boolean tellsToken() {
        return waitsForToken() || action.contains(".sync");
    }

    /** The type of one of its events, such as {@code TaskScheduled} for {@code Scheduled}. */
    String event(String what) {
        return family.word + what;
    }

    /** Details with the words that every event of an integration has. */
    ObjectNode details() {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        return family == Family.SERVICE ? details.put("resourceType", service).put("resource", action) : details;
    }

    /** How the service names it where its result is too large. */
    String nameInLimits() {
        return family == Family.SERVICE ? service : text;
    }

    /** The region of an ARN; where there is none, the service's first. */
    static String region(String arn) {
        String[] parts = arn.split(":", 5);
        return Optional.of(parts).filter(all -> all.length == 5 && !all[3].isEmpty()).map(all -> all[3]).orElse("us-east-1");
    }
}
