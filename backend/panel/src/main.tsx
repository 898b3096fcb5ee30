// Starts the panel in the page.
import { render } from "preact";
import { App } from "./views/app";
import { drawPlainly } from "./views/plain_drawing";

drawPlainly();
// Not needed for anything to be seen; without it a browser does with a dropped file what it does anywhere
import("./views/drops/use_dropped_files").then(
  ({ refuseDroppedFiles }) => refuseDroppedFiles(window),
  () => undefined,
);
const root = document.getElementById("panel");
if (root) render(<App />, root);
