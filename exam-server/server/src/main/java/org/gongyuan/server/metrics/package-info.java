/// What a node tells about itself in figures, for Prometheus (`ops/monitoring/README.md` lists
/// names and units).
package org.gongyuan.server.metrics;
