package org.gongyuan.bank.interchange;

import static java.util.Objects.requireNonNull;

import org.gongyuan.bank.item.Finding;
import org.gongyuan.bank.item.Severity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What an import found, file by file (`item-bank/spec/import-report.md`). It says of every item,
/// test and stimulus whether it is accepted, and of everything that was not kept that it was not.
///
/// @param source name of the package or file
/// @param entries one for each item, test and stimulus, in the order read
/// @param general findings about the package itself
public record ImportReport(String source, List<Entry> entries, List<Finding> general) {

    /// What an entry is about.
    public enum Kind {
        ITEM("题目", "item"),
        TEST("试卷", "test"),
        STIMULUS("材料", "stimulus");

        private final String chinese;
        private final String english;

        Kind(String chinese, String english) {
            this.chinese = chinese;
            this.english = english;
        }
    }

    /// One item, test or stimulus.
    public record Entry(
            Kind kind, String identifier, String file, boolean accepted, List<Finding> findings) {

        public Entry {
            requireNonNull(kind, "kind");
            requireNonNull(identifier, "identifier");
            requireNonNull(file, "file");
            findings = List.copyOf(findings);
        }
    }

    public ImportReport {
        requireNonNull(source, "source");
        entries = List.copyOf(entries);
        general = List.copyOf(general);
    }

    /// Whether nothing at all was refused.
    public boolean isClean() {
        return entries.stream().allMatch(Entry::accepted)
                && general.stream().noneMatch(f -> f.severity() == Severity.REFUSED);
    }

    /// How many entries of a kind were accepted or refused.
    public long count(Kind kind, boolean accepted) {
        return entries.stream().filter(e -> e.kind() == kind && e.accepted() == accepted).count();
    }

    /// Every finding, those about the package first.
    public List<Finding> findings() {
        var all = new ArrayList<>(general);
        entries.forEach(entry -> all.addAll(entry.findings()));
        return all;
    }

    /// For people: a summary, then every refusal, warning and note on its line. Chinese first, or
    /// English.
    public String text(Locale locale) {
        boolean chinese = locale.getLanguage().equals("zh");
        var text = new StringBuilder();
        for (var kind : Kind.values()) {
            if (count(kind, true) + count(kind, false) > 0) {
                text.append(
                        (chinese ? "%s：接受 %d，拒绝 %d%n" : "%s: %d accepted, %d refused%n")
                                .formatted(
                                        chinese ? kind.chinese : kind.english,
                                        count(kind, true),
                                        count(kind, false)));
            }
        }
        for (var severity : Severity.values()) {
            for (var finding : findings()) {
                if (finding.severity() == severity) {
                    text.append(word(severity, chinese))
                            .append(' ')
                            .append(finding.sentence())
                            .append(System.lineSeparator());
                }
            }
        }
        return text.toString();
    }

    private static String word(Severity severity, boolean chinese) {
        return switch (severity) {
            case REFUSED -> chinese ? "拒绝" : "refused";
            case WARNING -> chinese ? "注意" : "warning";
            case NOTE -> chinese ? "说明" : "note";
        };
    }

    /// For programs, on one line.
    public String json() {
        var json = new StringBuilder("{\"source\":");
        text(source, json);
        json.append(",\"clean\":").append(isClean()).append(",\"entries\":[");
        for (int i = 0; i < entries.size(); i++) {
            var entry = entries.get(i);
            json.append(i == 0 ? "{" : ",{").append("\"kind\":");
            text(entry.kind().english, json);
            json.append(",\"identifier\":");
            text(entry.identifier(), json);
            json.append(",\"file\":");
            text(entry.file(), json);
            json.append(",\"accepted\":").append(entry.accepted()).append(",\"findings\":");
            findings(entry.findings(), json);
            json.append('}');
        }
        json.append("],\"general\":");
        findings(general, json);
        return json.append('}').toString();
    }

    private static void findings(List<Finding> findings, StringBuilder json) {
        json.append('[');
        for (int i = 0; i < findings.size(); i++) {
            var finding = findings.get(i);
            json.append(i == 0 ? "{" : ",{").append("\"severity\":");
            text(finding.severity().name().toLowerCase(Locale.ROOT), json);
            json.append(",\"item\":");
            text(finding.item(), json);
            json.append(",\"file\":");
            text(finding.file(), json);
            json.append(",\"line\":").append(finding.line()).append(",\"what\":");
            text(finding.what(), json);
            json.append(",\"why\":");
            text(finding.why(), json);
            json.append('}');
        }
        json.append(']');
    }

    private static void text(String value, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
                        json.append("\\u%04x".formatted((int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
