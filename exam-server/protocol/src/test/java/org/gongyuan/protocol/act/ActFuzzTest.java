package org.gongyuan.protocol.act;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.gongyuan.protocol.message.NotAMessage;
import org.gongyuan.protocol.message.PostureReport;
import org.gongyuan.protocol.record.HoldersList;
import org.junit.jupiter.api.DisplayName;

/// Acts of two, what they carry and a machine's report about itself come from outside: whatever the
/// bytes, they are read or refused. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("An act, what it publishes or opens, its proof and a machine's report")
class ActFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void areReadOrRefused(byte[] bytes) {
        try {
            var _ = ActDocument.read(bytes);
        } catch (IllegalArgumentException _) {
            // refused
        }
        try {
            var _ = PublicationPayload.read(bytes);
        } catch (IllegalArgumentException _) {
            // refused
        }
        try {
            var _ = OpeningPayload.read(bytes);
        } catch (IllegalArgumentException _) {
            // refused
        }
        var _ = OpeningPayload.of(bytes);
        try {
            var _ = HoldersPayload.read(bytes);
        } catch (IllegalArgumentException _) {
            // refused
        }
        try {
            var _ = HoldersList.read(bytes);
        } catch (IllegalArgumentException _) {
            // refused
        }
        try {
            var _ = ActProof.read(bytes);
        } catch (IllegalArgumentException _) {
            // refused
        }
        try {
            var _ = PostureReport.read(bytes);
        } catch (NotAMessage _) {
            // refused
        }
    }
}
