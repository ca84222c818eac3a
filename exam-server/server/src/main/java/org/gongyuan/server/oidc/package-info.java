/// Signing in through a body's own identity provider, OpenID Connect (`staff-access.md` 2.7). It
/// makes no accounts: who comes this way has one, by invitation, and linked the two himself.
package org.gongyuan.server.oidc;
