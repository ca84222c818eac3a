/// Keys and what they do (`item-bank/spec/trust.md`, sections 3 to 7 and 10).
///
/// Every secret is a type named by its purpose, is wiped on close and prints nothing. What one key
/// sealed, no other key, purpose or suite opens. Callers see verbs (*seal*, *open*, *wrap*, *sign*,
/// *holds*) and never an algorithm.
package org.gongyuan.trust.seal;
