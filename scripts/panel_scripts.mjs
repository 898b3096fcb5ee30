// The panel's scripts: one that is there first, and parts that it fetches when they are needed.
//
// esbuild alone gives each set of modules that some parts have in common a file of its own, also where all of them are
// in the first script anyway: thirty files instead of one. Here a part takes what it shares with the first script out of
// that, by its name, so both name each other: the files are named by the hash of them all together.
import { createHash } from "node:crypto";
import { basename, join, relative } from "node:path";
import { build } from "esbuild";

const FIRST = "panel-first";
const PART = "panel-part:";

/** The files by their names, and which of them is the first. `entry` is a path below `root`. */
export async function panelScripts({ root, options, entry }) {
  const run = (more) => build({ ...options, splitting: true, metafile: true, outdir: root, ...more });
  const whole = await run({ entryPoints: [join(root, entry)] });
  const { first, parts } = sorted(whole.metafile, entry);
  const names = await exportsOf(run, root, first);
  const fetched = await run({
    entryPoints: parts.map((path) => join(root, path)),
    entryNames: "[dir]/[name]",
    chunkNames: "common-[hash]",
    outbase: root,
    plugins: [fromFirst(root, first, names), ...options.plugins],
  });
  const texts = new Map(fetched.outputFiles.map(({ path, text }) => [relative(root, path), text]));
  const wanted = new Set(
    [...texts.values()].flatMap((text) => [...text.matchAll(/\bm\d+_[\w$]+/g)].map(([name]) => name)),
  );
  const start = await run({
    stdin: { contents: firstModule(entry, first, names, wanted), resolveDir: root },
    plugins: [toParts(root), ...options.plugins],
  });
  if (start.outputFiles.length > 1) throw new Error("The first script must be one file");
  checkNothingTwice(first, Object.keys(start.metafile.inputs), Object.keys(fetched.metafile.inputs));
  return renamed(start.outputFiles[0].text, texts);
}

/** Which modules are there from the beginning, and which modules others import while they run. */
function sorted({ outputs }, entry) {
  const main = Object.keys(outputs).find((path) => outputs[path].entryPoint === entry);
  const atOnce = new Set([main]);
  for (const path of atOnce) {
    for (const { kind, path: imported } of outputs[path].imports) if (kind === "import-statement") atOnce.add(imported);
  }
  // Wherever the packages are, by the same numbers
  const byPlace = (path) => path.replace(/^.*node_modules\//, "node_modules/");
  const first = [...atOnce].flatMap((path) => Object.keys(outputs[path].inputs));
  first.sort((a, b) => (byPlace(a) < byPlace(b) ? -1 : 1));
  const entries = Object.values(outputs).flatMap(({ entryPoint }) => (entryPoint ? [entryPoint] : []));
  return { first, parts: entries.filter((path) => path !== entry && !first.includes(path)).sort() };
}

/** A module of which there were two copies would keep its state twice. */
function checkNothingTwice(first, inputsOfFirst, inputsOfParts) {
  const missing = inputsOfFirst.filter((path) => path !== "<stdin>" && !first.includes(path));
  const twice = inputsOfParts.filter((path) => first.includes(path));
  if (missing.length + twice.length > 0)
    throw new Error(`In both the first script and parts: ${[...missing, ...twice]}`);
}

/** What each of the modules exports, by its path. */
async function exportsOf(run, root, modules) {
  const { metafile } = await run({ entryPoints: modules.map((path) => join(root, path)) });
  return new Map(
    Object.values(metafile.outputs).flatMap((one) => (one.entryPoint ? [[one.entryPoint, one.exports]] : [])),
  );
}

const nameIn = (first, path, name) => `m${first.indexOf(path)}_${name}`;

/** The first script: begins as `entry` does, and hands out what parts want of its modules. */
function firstModule(entry, first, names, wanted) {
  const handed = first.flatMap((path) => {
    const pairs = (names.get(path) ?? []).map((name) => [name, nameIn(first, path, name)]);
    const used = pairs.filter(([, given]) => wanted.has(given)).map(([name, given]) => `${name} as ${given}`);
    return used.length > 0 ? [`export { ${used.join(", ")} } from "./${path}";`] : [];
  });
  return [`import "./${entry}";`, ...handed].join("\n");
}

/** Parts get the modules of the first script from there. */
function fromFirst(root, first, names) {
  const held = new Set(first);
  return {
    name: "from-first",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: new RegExp(`^${FIRST}$`) }, () => ({ path: FIRST, external: true, sideEffects: false }));
      onResolve({ filter: /.*/ }, async ({ path, importer, kind, resolveDir, pluginData, with: attributes }) => {
        if (kind !== "import-statement" || pluginData === FIRST) return undefined;
        const found = await resolve(path, { importer, kind, resolveDir, pluginData: FIRST, with: attributes });
        const inside = relative(root, found.path);
        return held.has(inside) ? { path: inside, namespace: FIRST, sideEffects: false } : undefined;
      });
      onLoad({ filter: /.*/, namespace: FIRST }, ({ path }) => {
        const all = names.get(path).map((name) => `${nameIn(first, path, name)} as ${name}`);
        return { contents: `export { ${all.join(", ")} } from "${FIRST}";`, resolveDir: root };
      });
    },
  };
}

/** The first script fetches parts by the path of their module. */
function toParts(root) {
  return {
    name: "to-parts",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === PART) return undefined;
        const found = await resolve(path, { importer, kind, resolveDir, pluginData: PART });
        return { path: PART + relative(root, found.path), external: true };
      });
    },
  };
}

function renamed(start, texts) {
  const all = createHash("sha256").update(start);
  for (const [path, text] of [...texts].sort()) all.update(path).update(text);
  const release = all.digest();
  const fileOf = (path) => {
    const hash = createHash("sha256").update(release).update(path).digest("hex").slice(0, 10);
    return `panel-${hash}.js`;
  };
  const files = new Map([...texts.keys()].map((path) => [basename(path), fileOf(path)]));
  if (files.size < texts.size) throw new Error("Two parts have the same name");
  const partAt = (path) => {
    const file = files.get(basename(path).replace(/\.tsx?$/, ".js"));
    if (!file) throw new Error(`${path} is imported while the panel runs, and is in the first script as well`);
    return file;
  };
  const withNames = (text) =>
    text
      .replaceAll(`"${FIRST}"`, `"./${fileOf(FIRST)}"`)
      .replace(/"panel-part:([^"]+)"/g, (_, path) => `"./${partAt(path)}"`)
      .replace(/"(?:\.{1,2}\/)[^"\s]*?([\w-]+\.js)"/g, (found, name) =>
        files.has(name) ? `"./${files.get(name)}"` : found,
      );
  return {
    first: fileOf(FIRST),
    files: new Map([
      [fileOf(FIRST), withNames(start)],
      ...[...texts].map(([path, text]) => [files.get(basename(path)), withNames(text)]),
    ]),
  };
}
