// Starts the panel in the page.
import { render } from "preact";
import { App } from "./views/app";
import { drawPlainly } from "./views/plain_drawing";
import { refuseDroppedFiles } from "./views/use_dropped_files";

drawPlainly();
refuseDroppedFiles(window);
const root = document.getElementById("panel");
if (root) render(<App />, root);
