package moderato.models;

import java.util.List;

/**
 * A model as the manifest describes it.
 *
 * @param name its name, unique in the manifest
 * @param version the version of the package it comes from
 * @param task the domain it looks at: {@code nudity}, {@code objects}, {@code weapons}, ...
 * @param byDefault whether it runs when nobody says otherwise
 * @param licence the licence its weights are under, as stated by their source
 * @param attribution whom to name
 * @param adapter how pictures go in and findings come out
 * @param files its files
 * @param labels its classes in the order of the network's outputs
 */
public record ModelEntry(
        String name,
        String version,
        String task,
        boolean byDefault,
        String licence,
        String attribution,
        Adapter adapter,
        List<ModelFile> files,
        List<Label> labels) {

    public ModelEntry {
        files = List.copyOf(files);
        labels = List.copyOf(labels);
    }

    /**
     * The file with a role.
     *
     * @throws IllegalArgumentException when the model has no such file
     */
    public ModelFile file(String role) {
        return files.stream()
                .filter(file -> file.role().equals(role))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("model " + name + " has no file \"" + role + "\""));
    }
}
