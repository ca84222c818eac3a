/// Scoring: the cut score a body adopted, what human markers gave, and the score run, which opens
/// responses by quorum and turns them into results by a pure function. Specifications:
/// `exam-server/spec/scoring.md`, `exam-server/spec/cut-score.md`.
package org.gongyuan.server.scoring;
