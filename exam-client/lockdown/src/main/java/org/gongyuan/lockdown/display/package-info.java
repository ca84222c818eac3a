/// Hold on an X display through its own libraries, by the JDK's foreign functions
/// (`exam-client/spec/lockdown.md` section 3). Native code is touched in [Display] only.
package org.gongyuan.lockdown.display;
