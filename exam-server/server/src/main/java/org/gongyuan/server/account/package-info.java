/// Accounts of staff and their sign-ins (`exam-server/spec/staff-access.md`, sections 1 to 3): by
/// invitation only, with passkeys or password and code; nothing here tells whether an account
/// exists. Knows no sockets.
package org.gongyuan.server.account;
