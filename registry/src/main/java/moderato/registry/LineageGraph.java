package moderato.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What lineage found: entities, nearest to the start first, and the associations between them.
 *
 * @param starts the ARNs of the entities that it was asked from
 * @param entities by ARN
 */
public record LineageGraph(List<String> starts, Map<String, Entity> entities, List<Association> associations) {

    /** An association of two entities: {@code ContributedTo}, {@code AssociatedWith}, {@code DerivedFrom}, {@code Produced} or {@code SameAs}. */
    public record Association(String source, String destination, String type) {
    }

    public LineageGraph {
        starts = List.copyOf(starts);
        entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
        associations = List.copyOf(associations);
    }

    /** The associations that lead to an entity. */
    public List<Association> into(String arn) {
        return associations.stream().filter(association -> association.destination().equals(arn)).toList();
    }

    /** The associations that lead from an entity. */
    public List<Association> from(String arn) {
        return associations.stream().filter(association -> association.source().equals(arn)).toList();
    }
}
