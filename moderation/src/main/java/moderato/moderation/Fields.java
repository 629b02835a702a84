package moderato.moderation;

import java.util.Map;
import java.util.Optional;

/** What the readers of YAML files share. */
final class Fields {

    private Fields() {
    }

    /** A field that has to be there; its absence is noted as a problem of the mapping. */
    static Optional<YamlNode> required(YamlNode mapping, Map<String, YamlNode> fields, String name) {
        Optional<YamlNode> field = Optional.ofNullable(fields.get(name));
        if (field.isEmpty() && mapping.isMapping()) {
            mapping.problem("'" + name + "' is missing");
        }
        return field;
    }
}
