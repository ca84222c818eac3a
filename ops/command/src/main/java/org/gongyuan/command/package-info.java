/// The `gongyuan` command line: one class per act, each a thin edge over a capability.
///
/// A command reads files and flags, calls one capability, and prints what came of it for a person
/// or, with `--json`, one JSON object per line for a program. Secrets are asked for on the terminal
/// or read from a file that only its owner can read, never taken from the arguments. Every command
/// with its flags, files and exit statuses is in `ops/command/README.md`.
package org.gongyuan.command;
