package moderato.kernel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The languages, and the programs compiled last. */
final class Programs {

    private static final int KEPT = 1_000;

    private final Map<String, Language> languages = new HashMap<>();
    private final Map<String, Program<?>> programs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Program<?>> eldest) {
            return size() > KEPT;
        }
    };

    Programs(List<Language> languages) {
        languages.forEach(language -> this.languages.put(language.name(), language));
    }

    Language language(String name) {
        Language language = languages.get(name);
        if (language == null) {
            throw new EngineException(EngineException.Kind.UNKNOWN_LANGUAGE,
                    "this program knows no language called '" + name + "', only " + languages.keySet());
        }
        return language;
    }

    Program<?> compile(Definition definition) {
        synchronized (programs) {
            Program<?> known = programs.get(definition.hash());
            if (known != null) {
                return known;
            }
        }
        Program<?> program = language(definition.language()).compile(definition);
        synchronized (programs) {
            programs.put(definition.hash(), program);
        }
        return program;
    }
}
