package moderato.moderation;

/** A constant that has a name of its own in JSON and YAML. */
interface Named {

    /** The name as written in packages and policies. */
    String json();
}
