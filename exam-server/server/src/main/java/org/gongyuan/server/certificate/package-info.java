/// What comes before certificates are issued (`exam-server/spec/certificate.md`): the list of
/// proposed holders is drawn from published results by two persons, and whoever a conflict of
/// interest of staff touches is held back. Certificates themselves are not issued in this version.
package org.gongyuan.server.certificate;
