package org.gongyuan.bank.item;

/// What the bank's store holds cannot be what the bank put there: damaged, swapped, or sealed
/// under another key. A fault, not an outcome.
public final class BankBroken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BankBroken(String what, Throwable cause) {
        super("the item bank is damaged or the key is another one: " + what, cause);
    }
}
