package org.gongyuan.rehearsal.simulation;

/// A fault that a program must not have. Played in tests, to see the invariant break that is there
/// for it.
enum Lie {
    /// The record says durable before anything is synced.
    ACKNOWLEDGES_BEFORE_SYNC,
    /// The record drops synced entries when the node crashes.
    FORGETS_AT_CRASH,
    /// The record gives back a second less than was left at a hold.
    SHRINKS_AT_RESUME,
    /// The release room has the key in its drawer.
    RELEASES_ALONE,
    /// A proctor lets a candidate in twice.
    ADMITS_TWICE,
    /// A killed machine comes back with an empty disk.
    SEAT_FORGETS
}
