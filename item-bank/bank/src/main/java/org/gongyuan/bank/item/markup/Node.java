package org.gongyuan.bank.item.markup;

/// What an element holds: other elements and text. Comments and processing instructions are not
/// kept.
public sealed interface Node permits Element, Text {}
