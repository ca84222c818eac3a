/// What the candidate's page is told and what it may ask: the seat's half of the bridge. The page
/// gets facets of the state, and one item at a time without its key; what it asks is read strictly
/// and acts on the session. Nothing here draws, and nothing here knows Chromium.
///
/// Words: a *facet* is one part of what the page shows, told as a whole; an *ask* is what the page
/// wants; the *scene* is where the candidate stands and how he set the page up. Everything in this
/// package is used on the seat's loop unless it says otherwise. Specification:
/// `exam-client/spec/seat-page.md`.
package org.gongyuan.seat.presentation;
