/// Who holds which key, shown by proof, and the alarms about shares
/// (`exam-server/spec/staff-access.md` section 8).
///
/// Words: *custodian's key* (a public key a person proved to be his), *second phrase* (what he
/// types when he is forced), *mark* (by which the node knows it), *alarm*.
package org.gongyuan.server.custody;
