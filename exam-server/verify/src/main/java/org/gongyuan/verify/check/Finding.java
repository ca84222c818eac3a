package org.gongyuan.verify.check;

/// What one numbered check of `verification.md` found. The verifier returns findings; printing,
/// counting and exit codes belong to the command that ran it.
public sealed interface Finding {

    /// The check that found it.
    Check check();

    /// Everything the check examined is as it must be.
    record Holds(Check check, long examined) implements Finding {}

    /// Something is not as it must be: where (a log's origin and index, a session, a file), and
    /// why.
    record Fails(Check check, String where, String because) implements Finding {}

    /// The record stops before this check applies. Never to be read as a pass.
    record NotReached(Check check, String because) implements Finding {}
}
