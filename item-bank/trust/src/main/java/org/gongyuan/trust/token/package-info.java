/// Tokens of persons, spoken to by PKCS#11 (`item-bank/spec/trust.md`, section 14).
package org.gongyuan.trust.token;
