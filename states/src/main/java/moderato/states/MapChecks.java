package moderato.states;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import moderato.states.FieldCheck.Setting;
import moderato.states.StateFields.Field;

/** The rules for what only a Map has. */
final class MapChecks {

    private static final long MOST_ITEMS = 100_000_000;

    private static final List<Field> READER_CONFIG = List.of(
            StateFields.both("InputType", FieldCheck.oneOf("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST")),
            StateFields.both("Transformation", FieldCheck.oneOf("NONE", "LOAD_AND_FLATTEN")),
            StateFields.both("ManifestType", FieldCheck.oneOf("S3_INVENTORY", "ATHENA_DATA")),
            StateFields.both("CSVHeaderLocation", FieldCheck.oneOf("FIRST_ROW", "GIVEN")), StateFields.both("CSVHeaders", MapChecks::headers),
            StateFields.both("CSVDelimiter", FieldCheck.oneOf("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB")),
            StateFields.both("ItemsPointer", FieldCheck.STRING), StateFields.both("MaxItems", FieldCheck.integer(0, MOST_ITEMS)),
            StateFields.jsonPath("MaxItemsPath", FieldCheck.REFERENCE_PATH));
    private static final List<Field> READER = List.of(StateFields.both("Resource", MapChecks::readerResource),
            StateFields.both("ReaderConfig", MapChecks::readerConfig), StateFields.jsonPath("Parameters", FieldCheck.TEMPLATE),
            StateFields.jsonata("Arguments", FieldCheck.TEMPLATE));
    private static final List<Field> WRITER = List.of(StateFields.both("Resource", MapChecks::writerResource),
            StateFields.both("WriterConfig",
                    ObjectChecks.object(List.of(
                            StateFields.both("Transformation", FieldCheck.oneOf("NONE", "COMPACT", "FLATTEN")),
                            StateFields.both("OutputType", FieldCheck.oneOf("JSON", "JSONL"))))),
            StateFields.jsonPath("Parameters", FieldCheck.TEMPLATE), StateFields.jsonata("Arguments", FieldCheck.TEMPLATE));
    private static final List<Field> BATCHER = List.of(StateFields.both("MaxItemsPerBatch", FieldCheck.integer(0, MOST_ITEMS)),
            StateFields.jsonPath("MaxItemsPerBatchPath", FieldCheck.REFERENCE_PATH),
            StateFields.both("MaxInputBytesPerBatch", FieldCheck.integer(0, 262_144)),
            StateFields.jsonPath("MaxInputBytesPerBatchPath", FieldCheck.REFERENCE_PATH),
            StateFields.both("BatchInput", FieldCheck.TEMPLATE));

    static final List<Field> FIELDS = List.of(StateFields.both("ItemProcessor", FieldCheck.ANY), StateFields.both("Iterator", FieldCheck.ANY),
            StateFields.jsonPath("ItemsPath", FieldCheck.PATH), StateFields.jsonata("Items", MapChecks::items),
            StateFields.both("ItemSelector", FieldCheck.TEMPLATE), StateFields.both("ItemReader", ObjectChecks.object(READER, "Resource")),
            StateFields.both("ItemBatcher", MapChecks::batcher), StateFields.both("ResultWriter", ObjectChecks.object(WRITER)),
            StateFields.both("MaxConcurrency", FieldCheck.integer(0, Integer.MAX_VALUE)),
            StateFields.jsonPath("MaxConcurrencyPath", FieldCheck.REFERENCE_PATH),
            StateFields.both("ToleratedFailureCount", FieldCheck.integer(0, Integer.MAX_VALUE)),
            StateFields.jsonPath("ToleratedFailureCountPath", FieldCheck.REFERENCE_PATH),
            StateFields.both("ToleratedFailurePercentage", FieldCheck.decimal("0.0", "100.0")),
            StateFields.jsonPath("ToleratedFailurePercentagePath", FieldCheck.REFERENCE_PATH),
            StateFields.both("Label", MapChecks::label));

    private MapChecks() {
    }

    private static void items(JsonNode value, DefinitionPath at, Setting setting) {
        if (!value.isArray() && !value.isObject() && !(value.isTextual() && JsonataExpression.isOne(value.textValue()))
                && !FieldCheck.isPlaceholder(value)) {
            setting.findings().schema(at, "Expected value of type Array or a JSONata expression");
            return;
        }
        FieldCheck.TEMPLATE.check(value, at, setting);
    }

    private static void headers(JsonNode value, DefinitionPath at, Setting setting) {
        if (!value.isArray()) {
            setting.findings().schema(at, "Expected value of type Array");
        }
    }

    private static void readerResource(JsonNode value, DefinitionPath at, Setting setting) {
        resource(value, at, setting, Integrations.READERS,
                "[arn:<partition>:states:::s3:getObject, arn:<partition>:states:::s3:listObjectsV2]");
    }

    private static void writerResource(JsonNode value, DefinitionPath at, Setting setting) {
        resource(value, at, setting, Integrations.WRITERS, "[arn:<partition>:states:::s3:putObject]");
    }

    private static void resource(JsonNode value, DefinitionPath at, Setting setting, Set<String> allowed, String examples) {
        if (!value.isTextual()) {
            setting.findings().schema(at, "Expected value of type [STRING]");
        } else if (!Integrations.isOneOf(value.textValue(), allowed)) {
            setting.findings().schema(at, "The field 'Resource' does not match any of the allowed values. Examples: " + examples);
        }
    }

    private static void readerConfig(JsonNode value, DefinitionPath at, Setting setting) {
        ObjectChecks.object(READER_CONFIG).check(value, at, setting);
        if (!value.isObject()) {
            return;
        }
        setting.findings().atMostOne(value, at, "MaxItems", "MaxItemsPath");
        if (value.path("InputType").asText().equals("CSV") && !value.has("CSVHeaderLocation")) {
            setting.findings().schema(at, "The field 'CSVHeaderLocation' is required but was missing");
        }
        if (value.path("InputType").asText().equals("JSON") && value.has("CSVHeaderLocation")) {
            setting.findings().schema(at, at.child("CSVHeaderLocation"), "Field 'CSVHeaderLocation' is not supported", "");
        }
        if (value.path("CSVHeaderLocation").asText().equals("GIVEN")) {
            setting.findings().required(value, at, "CSVHeaders");
        }
    }

    private static void batcher(JsonNode value, DefinitionPath at, Setting setting) {
        ObjectChecks.object(BATCHER).check(value, at, setting);
        if (value.isObject()) {
            setting.findings().atMostOne(value, at, "MaxItemsPerBatch", "MaxItemsPerBatchPath");
            setting.findings().atMostOne(value, at, "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath");
        }
    }

    private static void label(JsonNode value, DefinitionPath at, Setting setting) {
        FieldCheck.STRING.check(value, at, setting);
        String label = value.asText();
        if (label.length() > 40 || label.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c)
                || "<>{}[]?*\"#%\\^|~`$&,;:/".indexOf(c) >= 0 && !Placeholders.in(label))) {
            setting.findings().error("INVALID_LABEL_NAME", at, "A Label may have 40 characters, none of them blank, a control or one of "
                    + "<>{}[]?*\"#%\\^|~`$&,;:/", "");
        }
    }

    /** The configuration of the machine that handles the items. */
    static void processorConfig(JsonNode value, DefinitionPath at, Setting setting) {
        if (!value.isObject()) {
            setting.findings().schema(at, "Expected value of type Object");
            return;
        }
        String mode = value.path("Mode").asText("INLINE");
        ObjectChecks.fields(value, at, setting, mode.equals("DISTRIBUTED")
                ? List.of(StateFields.both("Mode", FieldCheck.STRING),
                        StateFields.both("ExecutionType", FieldCheck.oneOf("STANDARD", "EXPRESS")))
                : List.of(StateFields.both("Mode", FieldCheck.oneOf("INLINE", "DISTRIBUTED"))));
        if (mode.equals("DISTRIBUTED")) {
            setting.findings().required(value, at, "ExecutionType");
            if (setting.express()) {
                setting.findings().schema(at.child("Mode"),
                        "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines");
            }
        }
    }
}
