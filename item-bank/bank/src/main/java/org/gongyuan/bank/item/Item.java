package org.gongyuan.bank.item;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.item.markup.CanonicalXml;
import org.gongyuan.bank.item.markup.Element;
import org.gongyuan.bank.item.markup.Namespaces;
import org.gongyuan.bank.scoring.ItemScoring;
import org.gongyuan.bank.scoring.OutcomeDeclaration;
import org.gongyuan.bank.scoring.ResponseDeclaration;
import org.gongyuan.bank.scoring.ResponseProcessing;

import java.util.List;
import java.util.Optional;

/// One scored task as the bank holds it: QTI 3.0 inside the subset, with its declarations and rules
/// read. Made only by reading a tree ([#read]), so whatever is an `Item` has passed every check.
/// Two items are equal if their trees say the same.
public final class Item {

    private final ItemId id;
    private final Element root;
    private final List<ResponseDeclaration> responses;
    private final List<OutcomeDeclaration> outcomes;
    private final ResponseProcessing processing;
    private final List<Interaction> interactions;

    Item(
            Element root,
            List<ResponseDeclaration> responses,
            List<OutcomeDeclaration> outcomes,
            ResponseProcessing processing,
            List<Interaction> interactions) {
        this.id = new ItemId(root.attribute("identifier").orElseThrow());
        this.root = requireNonNull(root, "root");
        this.responses = List.copyOf(responses);
        this.outcomes = List.copyOf(outcomes);
        this.processing = requireNonNull(processing, "processing");
        this.interactions = List.copyOf(interactions);
    }

    /// Reads a tree in QTI 3.0 names. Empty if anything refuses it; `findings` tells what.
    public static Optional<Item> read(Element tree, Findings findings) {
        return new ItemReading(findings).read(tree);
    }

    /// Whether a response processing template is one of the standard's, in whatever version it is
    /// written.
    public static boolean isStandardTemplate(String uri) {
        return ProcessingReading.standardTemplate(uri).isPresent();
    }

    /// How the item gets its score.
    public enum Scored {
        /// By its response processing.
        BY_RULES,
        /// By a person: an outcome says `external-scored`, or there is text and no rule.
        BY_PERSON,
        /// Not at all.
        NOT_AT_ALL
    }

    /// The identifier the item's file carries.
    public ItemId id() {
        return id;
    }

    /// What people in the bank call it; not shown to candidates.
    public String title() {
        return root.attribute("title").orElse("");
    }

    /// Language of the content (`zh-CN`), empty if the item does not say.
    public String language() {
        return root.attribute(Namespaces.XML, "lang").orElse("");
    }

    /// The whole item as a QTI 3.0 tree, without what was not kept.
    public Element root() {
        return root;
    }

    /// The content with its interactions.
    public Optional<Element> body() {
        return root.first("qti-item-body");
    }

    /// Response declarations in document order.
    public List<ResponseDeclaration> responses() {
        return responses;
    }

    /// Outcome declarations in document order.
    public List<OutcomeDeclaration> outcomes() {
        return outcomes;
    }

    /// The rules that turn responses into outcomes.
    public ResponseProcessing processing() {
        return processing;
    }

    /// The item as scoring takes it: one line from a file to a score.
    public ItemScoring scoring() {
        return new ItemScoring(responses, outcomes, processing);
    }

    /// The interactions in document order.
    public List<Interaction> interactions() {
        return interactions;
    }

    /// How the item gets its score.
    public Scored scored() {
        boolean external =
                outcomes.stream()
                        .anyMatch(
                                o -> o.externalScored() != OutcomeDeclaration.ExternalScored.NONE);
        if (external) {
            return Scored.BY_PERSON;
        }
        if (!processing.rules().isEmpty()) {
            return Scored.BY_RULES;
        }
        return interactions.stream().anyMatch(i -> i.kind() == InteractionKind.EXTENDED_TEXT)
                ? Scored.BY_PERSON
                : Scored.NOT_AT_ALL;
    }

    /// Files the item refers to, each once, as written in its tree: pictures, media, stylesheets.
    public List<String> assets() {
        return References.assets(root);
    }

    /// Shared stimuli the item refers to, each once, as written in its tree.
    public List<String> stimuli() {
        return References.stimuli(root);
    }

    /// The bytes that stand for this item in digests and in the bank.
    public byte[] canonicalBytes() {
        return CanonicalXml.bytes(root);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Item that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /// Content is secret: the identifier only.
    @Override
    public String toString() {
        return "item " + id;
    }
}
