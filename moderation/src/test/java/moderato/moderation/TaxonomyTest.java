package moderato.moderation;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TaxonomyTest {

    private final Taxonomy taxonomy = Taxonomy.standard();
    private final LabelMap labels = LabelMap.standard();

    @Test
    void givesTheWholePathOfALabel() {
        assertThat(taxonomy.path("Smoking")).contains(List.of("Drugs & Tobacco", "Drugs & Tobacco Paraphernalia & Use", "Smoking"));
        assertThat(taxonomy.path("smoking")).isEqualTo(taxonomy.path("Smoking"));
        assertThat(taxonomy.path("Crossbow")).isEmpty();
    }

    @Test
    void putsAnUnknownChildUnderItsParent() {
        assertThat(taxonomy.place(List.of("Violence", "Weapons", "Crossbow"))).contains(List.of("Violence", "Weapons", "Crossbow"));
        assertThat(taxonomy.place(List.of("Weapons", "Crossbow"))).contains(List.of("Violence", "Weapons", "Crossbow"));
        assertThat(taxonomy.place(List.of("Arms", "Crossbow"))).isEmpty();
    }

    @Test
    void mapsTheLabelsOfTheDefaultModels() {
        assertThat(labels.place("objects", "knife")).containsExactly("Violence", "Weapons");
        assertThat(labels.place("objects", "wine glass")).containsExactly("Alcohol", "Alcoholic Beverages");
        assertThat(labels.place("nudity", "nsfw")).containsExactly("Explicit");
        assertThat(labels.place("nudity", "FEMALE_BREAST_EXPOSED")).containsExactly("Explicit", "Explicit Nudity", "Exposed Female Nipple");
        assertThat(labels.place("toxicity", "threat")).containsExactly("Toxic Speech", "Threat");
        assertThat(taxonomy.neutral(labels.place("objects", "cup"))).isTrue();
    }

    @Test
    void mapsTheTaxonomysOwnNamesInAnyDomain() {
        assertThat(labels.place("violence", "Blood & Gore")).containsExactly("Violence", "Graphic Violence", "Blood & Gore");
    }

    @Test
    void givesNoPlaceToALabelThatNothingMaps() {
        assertThat(labels.place("objects", "bazooka")).isEmpty();
        assertThat(labels.place("violence", "fight")).isEmpty();
    }
}
