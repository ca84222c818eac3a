package org.gongyuan.verify.check;

import java.time.Duration;
import java.time.Instant;

/// The clock rules the record froze when the sitting was opened.
record OpenedRules(Instant starts, Instant ends, Duration duration, Instant notBefore) {}
