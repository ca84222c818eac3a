/// XML as this program trusts it: a hardened reader that refuses what it does not understand,
/// small immutable trees whose elements know their line, and one canonical way to write them
/// (`item-bank/spec/interchange.md`, sections 2 and 3). Knows only the JDK.
package org.gongyuan.bank.item.markup;
