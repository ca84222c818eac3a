package org.gongyuan.server.conclusion;

import static java.util.stream.Collectors.joining;

import org.gongyuan.protocol.record.Entry;
import org.gongyuan.protocol.record.SittingEntry;
import org.gongyuan.protocol.record.StaffId;
import org.gongyuan.server.audit.EntryFacts;
import org.gongyuan.trust.suite.Digest;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who had a part in a sitting, as its record shows (`certificate.md` 1.3): members of staff by
/// their ids, custodians by the fingerprints of their keys.
public final class PartsTaken {

    private final Set<StaffId> staff = new TreeSet<>(Comparator.comparing(StaffId::text));
    private final Set<Digest> custodians = new TreeSet<>(Comparator.comparing(Digest::hex));

    /// Takes in whom an entry names.
    public void add(Entry entry) {
        staff.addAll(EntryFacts.of(entry).persons());
        if (entry instanceof SittingEntry.ShareReceived share) {
            custodians.add(share.custodian());
        }
    }

    /// Takes in whom the document of a published sitting names.
    ///
    /// @throws IllegalArgumentException when it is no such document
    public void add(String text) {
        text.lines()
                .forEach(
                        line -> {
                            var words = line.split(" ", 2);
                            if (words.length == 2 && words[0].equals("staff")) {
                                staff.add(new StaffId(words[1]));
                            } else if (words.length == 2 && words[0].equals("custodian")) {
                                custodians.add(Digest.parse(words[1]));
                            } else {
                                throw new IllegalArgumentException(
                                        "\"%s\" names nobody who had a part".formatted(line));
                            }
                        });
    }

    /// The members of staff whom the record names.
    public Set<StaffId> staff() {
        return Set.copyOf(staff);
    }

    /// The keys whose shares were received.
    public Set<Digest> custodians() {
        return Set.copyOf(custodians);
    }

    /// One line for each.
    public String text() {
        return Stream.concat(
                        staff.stream().map(person -> "staff " + person.text()),
                        custodians.stream().map(key -> "custodian " + key.hex()))
                .map(line -> line + "\n")
                .collect(joining());
    }
}
