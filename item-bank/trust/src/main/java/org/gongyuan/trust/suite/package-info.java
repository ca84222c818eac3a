/// The cryptographic suites an examination can choose between, and their digests
/// (`item-bank/spec/trust.md`, section 2). A suite is named in every envelope; what its algorithms
/// are is known inside `trust` alone.
package org.gongyuan.trust.suite;
