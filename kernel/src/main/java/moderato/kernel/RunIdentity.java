package moderato.kernel;

/**
 * Who a run is, as it may be told to definitions and people.
 *
 * @param id the run's id, unique in a journal; for a state machine its execution ARN, for a pipeline its execution ARN
 * @param name the run's name, unique within its definition
 * @param definitionName the name of the definition
 * @param definitionId the id of the definition, such as a state machine's ARN
 * @param role the role that the definition runs under; told to definitions that ask, and never checked
 */
public record RunIdentity(String id, String name, String definitionName, String definitionId, String role) {
}
