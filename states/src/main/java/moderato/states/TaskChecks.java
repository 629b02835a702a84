package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import moderato.states.FieldCheck.Setting;

/** The rules for what a Task names, and for a Pass's Result. */
final class TaskChecks {

    private TaskChecks() {
    }

    static void resource(JsonNode value, DefinitionPath at, Setting setting) {
        if (!value.isTextual()) {
            setting.findings().schema(at, "Expected value of type [STRING]");
            return;
        }
        String resource = value.textValue();
        switch (Integrations.kind(resource)) {
            case UNRECOGNISED -> setting.findings().schema(at, at, ("The resource provided %s is not recognized. The value is not a valid resource "
                    + "ARN, or the resource is not available in this region.").formatted(resource), Integrations.suggestion(resource));
            case INVALID -> setting.findings().schema(at, at, "Value is not a valid resource ARN",
                    "; a function is arn:aws:lambda:REGION:ACCOUNT:function:NAME[:VERSION], an integration arn:aws:states:::SERVICE:ACTION");
            case ACTIVITY -> {
                if (setting.express()) {
                    setting.findings().schema(at, "Express state machine does not support Activity ARN");
                }
            }
            case SDK -> {
                ServiceNames.doubt(resource).ifPresent(doubt -> setting.findings().warning("INVALID_RESOURCE", at, doubt));
                pattern(resource, at, setting);
            }
            case OPTIMISED, FUNCTION -> pattern(resource, at, setting);
            case OTHER -> {
                if (!resource.startsWith("arn:") && !Placeholders.in(resource)) {
                    setting.findings().warning("INVALID_RESOURCE", at,
                            "'%s' is no ARN: a handler here may know the name, the service does not".formatted(resource));
                }
                pattern(resource, at, setting);
            }
        }
    }

    private static void pattern(String resource, DefinitionPath at, Setting setting) {
        if (!setting.express()) {
            return;
        }
        if (resource.endsWith(".waitForTaskToken")) {
            setting.findings().schema(at, "Express state machine does not support '.waitForTaskToken' service integration ");
        } else if (resource.endsWith(".sync") || resource.endsWith(".sync:2")) {
            setting.findings().schema(at, "Express state machine does not support '.sync' service integration ");
        }
    }

    static void credentials(JsonNode value, DefinitionPath at, Setting setting) {
        if (!value.isObject()) {
            setting.findings().schema(at, "Expected value of type Object");
            return;
        }
        if (!value.has("RoleArn") && !value.has("RoleArn.$")) {
            setting.findings().schema(at, "The field 'RoleArn' is required but was missing");
        }
        FieldCheck.TEMPLATE.check(value, at, setting);
    }

    /** A Result is taken as it stands; a key that looks dynamic in it is worth a warning. */
    static void staticResult(JsonNode value, DefinitionPath at, Setting setting) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                staticResult(value.path(i), at.child(i), setting);
            }
        }
        if (!value.isObject()) {
            return;
        }
        for (var field : value.properties()) {
            if (field.getKey().endsWith(".$")) {
                setting.findings().warning("PASS_RESULT_IS_STATIC", at.child(field.getKey()),
                        "The Result of a Pass state is taken as it stands; use Parameters for expressions");
            }
            staticResult(field.getValue(), at.child(field.getKey()), setting);
        }
    }
}
