/// Results on their way to the public: approval by two, the notice period, publication, what the
/// public may ask, and the bundle an outsider checks. Specifications:
/// `exam-server/spec/publication.md`, `exam-server/spec/bundle.md`.
package org.gongyuan.server.result;
