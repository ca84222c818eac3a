package org.gongyuan.bank.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.gongyuan.bank.form.Form;
import org.gongyuan.bank.form.ItemReference;
import org.gongyuan.bank.item.FrozenBy;
import org.gongyuan.bank.item.Item;
import org.gongyuan.bank.item.ItemBank;
import org.gongyuan.bank.item.ItemId;
import org.gongyuan.bank.item.ItemRevision;
import org.gongyuan.bank.item.KeylessItem;
import org.gongyuan.bank.item.MarkingItem;
import org.gongyuan.bank.item.References;
import org.gongyuan.bank.item.Stimulus;
import org.gongyuan.bank.item.markup.CanonicalXml;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Takes the items of a form out of the bank and takes each apart into what a seat may see and what
/// only markers may.
public final class SealableContent {

    private SealableContent() {}

    /// The content of a form, keyless and key apart.
    public static FormContent of(Form form, ItemBank bank) throws IOException {
        var items = new ArrayList<FormContent.Item>();
        var stimuli = new LinkedHashMap<String, FormContent.Stimulus>();
        var assets = new LinkedHashMap<String, FormContent.Asset>();
        for (var placement : form.placements().toList()) {
            var revision = revision(placement.item(), bank);
            var content = bank.content(revision);
            var keyless = KeylessItem.of(content.item());
            items.add(
                    new FormContent.Item(
                            placement.item(),
                            revision.digest(),
                            new String(keyless.bytes(), UTF_8),
                            new String(MarkingItem.of(content.item()).bytes(), UTF_8),
                            "",
                            content.item().scored() == Item.Scored.BY_PERSON,
                            keyless.stimuli(),
                            keyless.assets()));
            var shown = new ArrayList<>(keyless.assets());
            for (var name : keyless.stimuli()) {
                var stimulus = content.stimulus(name).orElseThrow();
                stimuli.computeIfAbsent(name, _ -> keyless(stimulus));
                shown.addAll(stimuli.get(name).assets());
            }
            for (var name : shown) {
                assets.computeIfAbsent(
                        name,
                        _ -> {
                            var asset = content.asset(name).orElseThrow();
                            return new FormContent.Asset(
                                    name, asset.type().mediaType(), asset.content());
                        });
            }
        }
        return new FormContent(
                items, new ArrayList<>(stimuli.values()), new ArrayList<>(assets.values()));
    }

    private static FormContent.Stimulus keyless(Stimulus stimulus) {
        var root = KeylessItem.of(stimulus);
        return new FormContent.Stimulus(
                stimulus.name(),
                new String(CanonicalXml.bytes(root), UTF_8),
                References.assets(root));
    }

    private static ItemRevision revision(ItemReference reference, ItemBank bank)
            throws IOException {
        return bank.revision(new ItemId(reference.identifier()), reference.revision())
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the bank has no revision " + reference));
    }

    /// Marks every item revision of a form as held by it. There is no way back.
    public static void freeze(Form form, ItemBank bank) throws IOException {
        var holder = new FrozenBy(form.id().id(), form.id().revision());
        for (var placement : form.placements().toList()) {
            var _ = bank.freeze(revision(placement.item(), bank), holder);
        }
    }
}
