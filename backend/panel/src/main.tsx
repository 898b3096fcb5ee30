// Starts the panel in the page.
import { render } from "preact";
import { App } from "./views/app";
import { drawPlainly } from "./views/plain_drawing";

drawPlainly();
const root = document.getElementById("panel");
if (root) render(<App />, root);
// Where it can't be fetched, the panel works, with codes for some words, and a browser leaves it for a file that is dropped.
import("./after_start").catch(() => undefined);
