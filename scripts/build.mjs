// Builds what browsers load: protocol types from the Python structs, the widget, the panel. `--types` stops after the
// types, `--out DIR` writes everything below another folder (scripts/lint compares it with what is committed).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { compile } from "json-schema-to-typescript";
import { panelScripts } from "./panel_scripts.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outFlag = process.argv.indexOf("--out");
const out = outFlag < 0 ? root : process.argv[outFlag + 1];
const python = process.env.RYADOM_PYTHON ?? join(root, ".venv/bin/python");

const TYPES = { visitor: "widget/src/visitor.gen.ts", operator: "backend/panel/src/operator.gen.ts" };
const ESBUILD = {
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  absWorkingDir: root,
  tsconfig: join(root, "tsconfig.json"),
  write: false,
};

/**
 * Names of the widget's own objects that are shortened in its script: 400 bytes of what visitors download. Nothing that is
 * stored, sent or read by others may stand here; frames have no such names, since theirs are written with_underscores.
 */
const OWN_NAMES = [
  "adoptOutboxes",
  "attachLog",
  "bubble",
  "bubbles",
  "charsLeft",
  "charsOver",
  "chooseDepartment",
  "clearTimer",
  "closeCode",
  "closedNow",
  "compose",
  "connecting",
  "doWork",
  "erased",
  "getPage",
  "goToEnd",
  "greetingOffline",
  "greetingOnline",
  "hasBefore",
  "heardSeq",
  "isCaughtUp",
  "isClosedNow",
  "isCutOff",
  "isExpected",
  "isFailed",
  "isFollowing",
  "isLastOwn",
  "isLoaded",
  "isLoadingOlder",
  "isModal",
  "isOwn",
  "isReturning",
  "isSpelledOut",
  "joined",
  "keepDraft",
  "keepOutbox",
  "lastSent",
  "loadOlder",
  "markRead",
  "newMessages",
  "noConnection",
  "notSent",
  "nowMs",
  "onClose",
  "onEvent",
  "onFollowChange",
  "onNearStart",
  "onStatus",
  "openSocket",
  "outbox",
  "outdated",
  "passage",
  "passages",
  "pingedAtMs",
  "progress",
  "readDraft",
  "refusals",
  "refused",
  "renew",
  "restart",
  "retryAfterS",
  "setTimer",
  "steadyMs",
  "texts",
  "ticked",
  "timeline",
  "unwelcome",
  "visitPage",
  "watch",
  "withdrawConsent",
  "withdrawConsents",
  "yesterday",
];
const OWN_NAMES_ONLY = new RegExp(`^(${OWN_NAMES.join("|")})$`);

/** The widget's styles travel inside its script, as text; minified, since esbuild leaves text as it is. */
const STYLES_AS_TEXT = {
  name: "styles-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await minifiedStyles(path), loader: "text" }));
  },
};

async function minifiedStyles(path) {
  const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true, target: "es2020" });
  return code.trim();
}

/** TypeScript of one side's schema; the generator's "was referenced by" paragraphs say nothing, so they go. */
async function writeTypes(side, file) {
  const schema = JSON.parse(execFileSync(python, ["-m", "ryadom.protocol.schema", side], { encoding: "utf8" }));
  const text = await compile(schema, schema.title, {
    additionalProperties: false,
    unreachableDefinitions: true,
    maxItems: -1, // lists, not a tuple for each length
    bannerComment: "// Generated from backend/ryadom/protocol by scripts/build. Do not edit.",
  });
  const reference =
    /\n \* ?\n \* This interface was referenced by `\w+`'s JSON-Schema\n \* via the `definition` "\w+"\./g;
  const clean = text.replace(reference, "").replace(/\/\*\*\n \* This interface was referenced by [^/]*\*\/\n/g, "");
  const target = join(out, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, clean);
}

/** One language of the widget's in the place of `texts/language.ts`. */
const inLanguage = (language) => ({
  name: "language",
  setup({ onLoad }) {
    onLoad({ filter: /texts\/language\.ts$/ }, () => ({ contents: `export * from "../languages/${language}";` }));
  },
});

async function bundle(entry, options = {}) {
  const result = await build({ ...ESBUILD, entryPoints: [join(root, entry)], ...options });
  return result.outputFiles[0].contents;
}

/** A name that changes with the contents, so that the file may be cached for ever. */
function hashed(name, extension, contents) {
  return `${name}-${createHash("sha256").update(contents).digest("hex").slice(0, 10)}.${extension}`;
}

function emptyFolder(folder) {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) rmSync(join(folder, file), { recursive: true });
}

/** As long as the hash that takes its place once all files of the release are there. */
const RELEASE = "@release@@";

/**
 * The widget: a loader, and in each language the chat, its parts and the rules. All files of one release have its hash in their
 * names, so that they may be cached for ever and fit together: the same names are shortened alike in all.
 */
async function buildWidget() {
  const source = join(root, "widget/src");
  const languages = readdirSync(join(source, "languages"))
    .filter((file) => !file.includes(".test."))
    .map((file) => basename(file, ".ts"));
  const parts = readdirSync(join(source, "parts")).filter((file) => !file.includes(".test."));
  // Smaller than the automatic runtime; esbuild takes `h` from where a file of its own has it.
  const jsx = (file) => ({
    tsconfig: undefined,
    tsconfigRaw: { compilerOptions: { jsx: "react", jsxFactory: "h", jsxFragmentFactory: "Fragment" } },
    inject: [join(source, file)],
  });
  let mangleCache = {};
  // Speak to the chat in names that nothing shortens, and say nothing to anybody.
  const contents = new Map();
  for (const name of ["exchange", "work"]) {
    contents.set(name, Buffer.from(await bundle(`widget/src/${name}.ts`)).toString());
  }
  for (const language of languages) {
    const common = {
      plugins: [STYLES_AS_TEXT, inLanguage(language)],
      define: { RELEASE: JSON.stringify(RELEASE) },
    };
    const add = async (name, entry, options) => {
      const shortened = options && { mangleProps: OWN_NAMES_ONLY, mangleCache };
      const { outputFiles, ...result } = await build({ ...ESBUILD, ...common, ...shortened, ...entry, ...options });
      if (options) mangleCache = result.mangleCache;
      contents.set(`${name}-${language}`, outputFiles[0].text);
    };
    const at = (file) => ({ entryPoints: [join(source, file)] });
    await add("chat", at("chat.tsx"), jsx("jsx.ts"));
    // Works with the loader alone, which shortens nothing.
    await add("rules", at("rules.ts"));
    for (const file of parts) {
      const exports = `export * from "./parts/${file}"; export { lendJsx } from "./part_jsx.ts";`;
      await add(file.split(".")[0], { stdin: { contents: exports, resolveDir: source } }, jsx("part_jsx.ts"));
    }
  }
  const shortened = { mangleProps: OWN_NAMES_ONLY, mangleCache };
  contents.set("events", Buffer.from(await bundle("widget/src/events.ts", shortened)).toString());
  const hash = createHash("sha256").update([...contents].flat().join("\0"));
  const release = hash.digest("hex").slice(0, RELEASE.length);
  const folder = join(out, "widget/build");
  emptyFolder(folder);
  for (const [name, text] of contents) {
    writeFileSync(join(folder, `${name}-${release}.js`), text.replaceAll(RELEASE, release));
  }
  writeFileSync(join(folder, "widget.js"), await bundle("widget/src/loader.ts", { format: "iife" }));
  // Go to pages from the server, with what the site's owner has chosen.
  writeFileSync(join(folder, "launcher.css"), await minifiedStyles(join(source, "styles/launcher.css")));
  const words = Object.fromEntries(await Promise.all(languages.map(async (name) => [name, await launcherWords(name)])));
  writeFileSync(join(folder, "release.json"), `${JSON.stringify({ release, languages: words }, null, 2)}\n`);
}

/** What a language says before the chat is there. */
async function launcherWords(language) {
  const text = Buffer.from(await bundle(`widget/src/languages/${language}.ts`)).toString("base64");
  return (await import(`data:text/javascript;base64,${text}`)).LAUNCHER;
}

async function buildPanel() {
  const folder = join(out, "backend/panel/build");
  emptyFolder(folder);
  const styles = await bundle("backend/panel/src/styles/index.css");
  const stylesFile = hashed("panel", "css", styles);
  writeFileSync(join(folder, stylesFile), styles);
  // What is imported while the panel runs becomes a file of its own. The styles are the widget's, of which there is a preview.
  const options = { ...ESBUILD, plugins: [STYLES_AS_TEXT] };
  const { first, files } = await panelScripts({ root, options, entry: "backend/panel/src/main.tsx" });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  // What an installed panel needs: names that stay, since browsers come back for them.
  const installed = join(root, "backend/panel/src/installed");
  for (const file of readdirSync(installed)) copyFileSync(join(installed, file), join(folder, file));
  const worker = await bundle("backend/panel/src/worker/worker.ts", { format: "iife" });
  writeFileSync(join(folder, "worker.js"), worker);
  const page = readFileSync(join(root, "backend/panel/src/index.html"), "utf8");
  writeFileSync(join(folder, "index.html"), page.replace("{{script}}", first).replace("{{styles}}", stylesFile));
}

for (const [side, file] of Object.entries(TYPES)) await writeTypes(side, file);
if (!process.argv.includes("--types")) {
  await buildWidget();
  await buildPanel();
}
