/// Sets the stage of a rehearsal: keys and persons, a sealed form, a roster, certificates, server
/// processes, and the desk from which staff act on them. All of it is the product's own; only the
/// people are simulated.
package org.gongyuan.rehearsal.stage;
