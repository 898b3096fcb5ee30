// Builds what browsers load: protocol types from the Python structs, the widget, the panel. `--types` stops after the
// types, `--out DIR` writes everything below another folder (scripts/lint compares it with what is committed).
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { compile } from "json-schema-to-typescript";

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
  "clearTimer",
  "closeCode",
  "closedNow",
  "compose",
  "connecting",
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

async function buildWidget() {
  const folder = join(out, "widget/build");
  emptyFolder(folder);
  const chat = await bundle("widget/src/chat.tsx", {
    plugins: [STYLES_AS_TEXT],
    mangleProps: new RegExp(`^(${OWN_NAMES.join("|")})$`),
    // Smaller than the automatic runtime; esbuild takes `h` from where jsx.ts has it.
    tsconfig: undefined,
    tsconfigRaw: { compilerOptions: { jsx: "react", jsxFactory: "h", jsxFragmentFactory: "Fragment" } },
    inject: [join(root, "widget/src/jsx.ts")],
  });
  const chatFile = hashed("chat", "js", chat);
  const rules = await bundle("widget/src/rules.ts", { plugins: [STYLES_AS_TEXT] });
  const rulesFile = hashed("rules", "js", rules);
  const loader = await bundle("widget/src/loader.ts", {
    format: "iife",
    define: { CHAT_FILE: JSON.stringify(chatFile), RULES_FILE: JSON.stringify(rulesFile) },
  });
  writeFileSync(join(folder, chatFile), chat);
  writeFileSync(join(folder, rulesFile), rules);
  writeFileSync(join(folder, "widget.js"), loader);
  // Goes to pages from the server, with what the site's owner has chosen.
  writeFileSync(join(folder, "launcher.css"), await minifiedStyles(join(root, "widget/src/styles/launcher.css")));
}

async function buildPanel() {
  const folder = join(out, "backend/panel/build");
  emptyFolder(folder);
  const styles = await bundle("backend/panel/src/styles/index.css");
  const stylesFile = hashed("panel", "css", styles);
  writeFileSync(join(folder, stylesFile), styles);
  // What is imported while the panel runs becomes a file of its own.
  const { outputFiles, metafile } = await build({
    ...ESBUILD,
    entryPoints: [join(root, "backend/panel/src/main.tsx")],
    outdir: folder,
    splitting: true,
    // Of the widget, which the panel shows a preview of.
    plugins: [STYLES_AS_TEXT],
    entryNames: "panel-[hash]",
    chunkNames: "panel-[hash]",
    metafile: true,
  });
  for (const { path, contents } of outputFiles) writeFileSync(join(folder, basename(path)), contents);
  const [scriptPath] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith("main.tsx"));
  const page = readFileSync(join(root, "backend/panel/src/index.html"), "utf8");
  writeFileSync(
    join(folder, "index.html"),
    page.replace("{{script}}", basename(scriptPath)).replace("{{styles}}", stylesFile),
  );
}

for (const [side, file] of Object.entries(TYPES)) await writeTypes(side, file);
if (!process.argv.includes("--types")) {
  await buildWidget();
  await buildPanel();
}
