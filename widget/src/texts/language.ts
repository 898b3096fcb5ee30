// The language of the bundle. scripts/build.mjs makes each script once per file of `languages/`, and puts that one here.
export * from "../languages/ru";
