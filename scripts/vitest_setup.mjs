// Before the tests of each file.
import { options } from "preact";

// Left alone, Preact waits for a frame, and then takes that wait back by a function of the page: if the file's tests have
// ended meanwhile, there is no page any more, and what it throws then fails the whole run.
options.requestAnimationFrame = (flushEffects) => setTimeout(flushEffects);
