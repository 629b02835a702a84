package moderato.handlers;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import moderato.kernel.Engine;
import moderato.kernel.TaskHandler;
import moderato.kernel.TaskHandlers;
import moderato.objects.ObjectStore;

/** The handlers of this module, by the resource that a definition names. */
public final class StandardHandlers implements TaskHandlers {

    private final TaskHandlers steps;
    private final TaskHandler lambda;
    private final TaskHandler messages;
    private final TaskHandler objects;
    private final TaskHandler http;
    private final TaskHandler executions;

    /**
     * @param functions functions in Java that stand for Lambda functions, by name
     * @param messagesFolder where topics, queues and event buses are kept
     * @param engine the engine that these handlers serve; asked for when a task starts another run
     */
    public StandardHandlers(Map<String, LocalFunction> functions, ObjectStore store, Path messagesFolder, Clock clock, Supplier<Engine> engine) {
        Functions known = new Functions(functions);
        LocalMessages kept = new LocalMessages(messagesFolder, clock);
        steps = new StepHandlers(known, kept);
        lambda = new LambdaHandler(known);
        messages = kept;
        objects = new ObjectHandler(store);
        http = new HttpHandler();
        executions = new ExecutionHandler(engine);
    }

    @Override
    public Optional<TaskHandler> find(String resource) {
        String[] parts = resource.split(":", -1);
        if (resource.startsWith("arn:aws:lambda:") || resource.matches("arn:aws[a-z-]*:lambda:.*:function:.*")) {
            return Optional.of(lambda);
        }
        if (parts.length < 7 || !parts[2].equals("states")) {
            return steps.find(resource);
        }
        String service = parts[5].equals("aws-sdk") ? parts[6] : parts[5];
        String operation = parts[parts[5].equals("aws-sdk") && parts.length > 7 ? 7 : 6];
        int pattern = operation.indexOf('.');
        return switch (service + ":" + (pattern < 0 ? operation : operation.substring(0, pattern))) {
            case "lambda:invoke" -> Optional.of(lambda);
            case "events:putEvents", "eventbridge:putEvents", "sns:publish", "sqs:sendMessage" -> Optional.of(messages);
            case "http:invoke" -> Optional.of(http);
            case "states:startExecution", "sfn:startExecution" -> Optional.of(executions);
            default -> service.equals("s3") ? Optional.of(objects) : Optional.empty();
        };
    }
}
