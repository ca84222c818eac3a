package org.gongyuan.seat.presentation;

import org.gongyuan.bank.form.Navigation;
import org.gongyuan.bank.form.Outline;
import org.gongyuan.bank.form.PlacementId;
import org.gongyuan.bank.form.SeatingPlan;
import org.gongyuan.bank.scoring.ResponseBody;
import org.gongyuan.bank.sealing.Layout;
import org.gongyuan.protocol.record.SessionId;
import org.gongyuan.seat.link.OpenedForm;
import org.gongyuan.seat.presentation.AskRefused.Why;
import org.gongyuan.seat.shell.Asset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// An open form as one seat shows it: its own order, one item at a time, and no way back where a
/// section has none (seat-page.md sections 4.11 and 7).
final class ShownForm {

    private final OpenedForm form;
    private final SeatingPlan plan;
    private final List<SeatingPlan.Shown> order;
    private final Map<PlacementId, Stand> stands = new HashMap<>();
    private final Map<String, Integer> reached = new TreeMap<>();
    private PlacementId shown;
    private PlacementId shownBefore;
    private Set<String> responses = Set.of();
    private Set<String> responsesBefore = Set.of();

    private record Stand(String section, int index, boolean isOneWay) {}

    /// @param reached how far the candidate came in sections without a way back, from an earlier
    /// run
    ShownForm(OpenedForm form, SessionId session, Map<String, Integer> reached) {
        this.form = form;
        this.reached.putAll(reached);
        var manifest = form.form().manifest();
        plan =
                new SeatingPlan(
                        manifest.form(),
                        SeatingPlan.seedOf(manifest.suite(), manifest.digest(), session.toBytes()),
                        Duration.ZERO,
                        List.of());
        order = plan.order(manifest.suite(), manifest.outline());
        for (var section : order) {
            boolean isOneWay = part(section).navigation() == Navigation.LINEAR;
            int index = 0;
            for (var place : section.placements()) {
                stands.put(place, new Stand(section.section().id(), index, isOneWay));
                index++;
            }
        }
    }

    private Outline.Part part(SeatingPlan.Shown section) {
        return form.form().manifest().outline().sections().stream()
                .filter(part -> part.id().equals(section.section()))
                .findFirst()
                .orElseThrow();
    }

    Map<String, Object> facet(DeskSettings.Tools tools) {
        var layout = form.form().layout();
        var sections = new ArrayList<Object>();
        for (var section : order) {
            var texts =
                    layout.sections().stream()
                            .filter(each -> each.id().equals(section.section()))
                            .findFirst()
                            .orElseThrow();
            sections.add(
                    Json.object(
                            "id",
                            section.section().id(),
                            "title",
                            texts.title(),
                            "instructions",
                            texts.instructions(),
                            "navigation",
                            part(section).navigation().name().toLowerCase(Locale.ROOT),
                            "places",
                            section.placements().stream().map(PlacementId::number).toList()));
        }
        return Json.object(
                "title",
                layout.title(),
                "language",
                layout.language(),
                "calculator",
                tools.calculator().word(),
                "scratch",
                tools.scratch(),
                "highlighter",
                tools.highlighter(),
                "eliminator",
                tools.eliminator(),
                "sections",
                sections);
    }

    /// How far the candidate came in sections without a way back.
    Map<String, Integer> reached() {
        return Map.copyOf(reached);
    }

    /// Shows an item: from now on its files can be fetched, and no other's.
    ///
    /// @throws AskRefused when the form has no such placement, or it was left for good
    Map<String, Object> show(PlacementId place, Optional<byte[]> response) throws AskRefused {
        var stand = stands.get(place);
        if (stand == null) {
            throw new AskRefused(Why.UNKNOWN);
        }
        if (stand.isOneWay()) {
            if (stand.index() < reached.getOrDefault(stand.section(), 0)) {
                throw new AskRefused(Why.PASSED);
            }
            reached.put(stand.section(), stand.index());
        }
        var xml = form.item(place);
        var item = ShownItem.read(xml);
        var listed = form.form().shown(place);
        if (!place.equals(shown)) {
            shownBefore = shown;
            responsesBefore = responses;
        }
        shown = place;
        responses = item.responses();
        var stimuli = stimuli(item, listed);
        return Json.object(
                "place",
                place.number(),
                "xml",
                xml,
                "order",
                item.order(plan, form.form().manifest().suite(), place),
                "stimuli",
                stimuli,
                "files",
                files(listed.assets()),
                "response",
                response.map(ShownForm::tokens).orElse(null),
                "seconds",
                0);
    }

    private List<Object> stimuli(ShownItem item, Layout.ItemShown listed) {
        var inOrder = new LinkedHashMap<String, Integer>();
        for (var identifier : item.stimuli()) {
            var blob = listed.stimuli().get(identifier);
            if (blob != null) {
                inOrder.put(identifier, blob);
            }
        }
        new TreeMap<>(listed.stimuli()).forEach(inOrder::putIfAbsent);
        var stimuli = new ArrayList<Object>();
        inOrder.forEach(
                (identifier, blob) ->
                        stimuli.add(
                                Json.object(
                                        "identifier",
                                        identifier,
                                        "xml",
                                        form.stimulus(blob),
                                        "files",
                                        files(stimulus(blob).assets()))));
        return stimuli;
    }

    private Layout.StimulusShown stimulus(int blob) {
        return form.form().layout().stimuli().stream()
                .filter(stimulus -> stimulus.blob() == blob)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> files(Map<String, Integer> assets) {
        var files = new LinkedHashMap<String, Object>();
        new TreeMap<>(assets).forEach((path, blob) -> files.put(path, "/asset/" + blob));
        return files;
    }

    private static List<Object> tokens(byte[] body) {
        var pairs = new ArrayList<Object>();
        ResponseBody.decode(body)
                .tokens()
                .forEach(
                        (identifier, tokens) -> {
                            var pair = new ArrayList<Object>();
                            pair.add(identifier);
                            pair.add(tokens.orElse(null));
                            pairs.add(pair);
                        });
        return pairs;
    }

    /// Whether a response may be given to a placement now: it is the one shown last or the one
    /// before it, and names just the responses its item declares (seat-page.md 6.12 and 7.3).
    ///
    /// @throws AskRefused when not
    void expect(PlacementId place, ResponseBody response) throws AskRefused {
        if (!stands.containsKey(place)) {
            throw new AskRefused(Why.UNKNOWN);
        }
        boolean isShown = place.equals(shown);
        if (!isShown && !place.equals(shownBefore)) {
            throw new AskRefused(Why.NOT_NOW);
        }
        if (!response.tokens().keySet().equals(isShown ? responses : responsesBefore)) {
            throw new AskRefused(Why.NOT_UNDERSTOOD);
        }
    }

    /// What of the form can be fetched now: the files of the item shown last. Taken over by other
    /// threads as a whole.
    Files files() {
        if (shown == null) {
            return new Files(form, Map.of());
        }
        var listed = form.form().shown(shown);
        var blobs = new HashSet<>(listed.assets().values());
        listed.stimuli().values().forEach(blob -> blobs.addAll(stimulus(blob).assets().values()));
        var types = new HashMap<Integer, String>();
        for (var asset : form.form().layout().assets()) {
            if (blobs.contains(asset.blob())) {
                types.put(asset.blob(), asset.mediaType());
            }
        }
        return new Files(form, types);
    }

    /// The files of one item. Safe for many threads.
    record Files(OpenedForm form, Map<Integer, String> types) {

        Files {
            types = Map.copyOf(types);
        }

        Optional<Asset> asset(int blob) {
            var type = types.get(blob);
            if (type == null) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Asset(type, form.asset(blob)));
            } catch (IllegalStateException _) {
                // the form was closed in this moment
                return Optional.empty();
            }
        }
    }
}
