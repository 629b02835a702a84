package moderato.moderation;

import java.util.Optional;

/** What packages and reports say of the program that made them. */
final class Program {

    static final String NAME_AND_VERSION =
            "moderato " + Optional.ofNullable(Program.class.getPackage().getImplementationVersion()).orElse("(not packaged)");

    private Program() {
    }
}
