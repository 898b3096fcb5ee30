// Starts the panel in the page.
import { render } from "preact";
import { App } from "./views/app";
import { drawPlainly } from "./views/plain_drawing";

drawPlainly();
const root = document.getElementById("panel");
if (root) render(<App />, root);
