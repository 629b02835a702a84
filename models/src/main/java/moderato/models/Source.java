package moderato.models;

import java.net.URI;

/** A place that a model file, or the archive it lies in, can be had from. */
public sealed interface Source {

    /** The source as a person would write it: {@code pypi:nudenet==3.4.2}. */
    String text();

    /**
     * A folder on this machine, looked into for the file or archive by its name.
     *
     * @param path the folder
     */
    record Folder(String path) implements Source {
        @Override
        public String text() {
            return "folder:" + path;
        }
    }

    /**
     * A package of the Python index, fetched with {@code pip download}.
     *
     * @param requirement name and version: {@code nudenet==3.4.2}
     */
    record Pypi(String requirement) implements Source {
        @Override
        public String text() {
            return "pypi:" + requirement;
        }
    }

    /**
     * A package of the npm registry, fetched with {@code npm pack}.
     *
     * @param specifier name and version: {@code @scope/name@1.0.0}
     */
    record Npm(String specifier) implements Source {
        @Override
        public String text() {
            return "npm:" + specifier;
        }
    }

    /**
     * An artifact of a Maven repository, fetched with Maven.
     *
     * @param coordinates group, artifact and version with colons between
     */
    record Maven(String coordinates) implements Source {
        @Override
        public String text() {
            return "maven:" + coordinates;
        }
    }

    /**
     * A web address of the file or archive itself.
     *
     * @param address an {@code https} address
     */
    record Url(URI address) implements Source {
        @Override
        public String text() {
            return "url:" + address;
        }
    }
}
