/// What a row of looks says (`exam-client/spec/observation.md` sections 3 and 4): signals that
/// begin and end, with the numbers they rest on. A signal is a raw observation for a proctor;
/// whether it means anything is judged by people. Pure functions of looks: no camera, no clock.
package org.gongyuan.camera.signal;
