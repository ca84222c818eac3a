package org.gongyuan.trust.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/// Certificates and keys lie in files of people's, and a seat's certificate comes over the wire:
/// whatever the bytes, they are read or refused. Without `JAZZER_FUZZ=1` only the seeds run.
@DisplayName("Certificates and keys in PEM")
class CertificateFuzzTest {

    /// Where the fuzzer begins: an authority and a seat machine of its.
    static List<byte[]> good() {
        var from = Instant.parse("2020-01-01T00:00:00Z");
        var until = Instant.parse("2049-01-01T00:00:00Z");
        var random = new SecureRandom();
        var authority = CertificateAuthority.create("Centre", from, until, random);
        var seat = authority.issueSeatMachine(new SeatMachine("c1", "B-14"), from, until, random);
        var own = authority.credentials();
        return List.of(
                (own.certificate() + own.privateKey()).getBytes(ISO_8859_1),
                (seat.certificate() + seat.privateKey()).getBytes(ISO_8859_1));
    }

    @MethodSource("good")
    @FuzzTest(maxDuration = "20s")
    void areReadOrRefused(byte[] bytes) {
        var text = new String(bytes, ISO_8859_1);
        try {
            var _ = SeatMachine.of(Pem.certificate(text));
        } catch (CertificateRefused _) {
            // refused
        }
        try {
            var _ = CertificateAuthority.load(new Credentials(text, text));
        } catch (CertificateRefused _) {
            // refused
        }
    }
}
