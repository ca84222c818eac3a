package org.gongyuan.lockdown.measure;

/// One hold on the machine: keys, screen, network, ports. A measure changes something, so it first
/// says what is there now; that text is on disk before anything is changed, and is all that an undo
/// after a crash has (lockdown.md section 1).
public interface Measure {

    /// Its name in messages and in the kept file: lower-case words with hyphens.
    String name();

    /// What is there now, in one line of at most 4,000 characters: enough to restore it, nothing
    /// secret.
    ///
    /// @throws CannotLock when it cannot be read
    String keep() throws CannotLock;

    /// Takes hold.
    ///
    /// @throws CannotLock when the machine refuses, saying what and by whom
    void perform() throws CannotLock;

    /// Gives back what was kept. Called also when `perform` failed half way, when another program
    /// changed the same thing meanwhile, and after a crash, maybe twice.
    ///
    /// @throws CannotLock when the machine refuses
    void revert(String kept) throws CannotLock;
}
