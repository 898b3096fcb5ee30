// What JSX in the widget's script is made of: scripts/build.mjs puts these where esbuild writes their names.
export { Fragment, h } from "preact";
