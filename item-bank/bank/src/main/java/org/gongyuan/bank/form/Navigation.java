package org.gongyuan.bank.form;

/// Whether a candidate may go back within a section.
public enum Navigation {
    /// One placement after the other; what was left cannot be seen again.
    LINEAR,
    /// Any placement at any time.
    NONLINEAR
}
