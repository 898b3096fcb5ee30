// Reads from the sources of the panel which controls there are: buttons, links, ticks, choices, and whatever else is pressed.
/// <reference types="vite/types/importMeta.d.ts" />
import { parseAst } from "vitest/node";

const SOURCES = import.meta.glob<string>(["../**/*.tsx", "!**/*.test.tsx", "!**/test_*.tsx"], {
  query: "?raw",
  import: "default",
  eager: true,
});

export interface Control {
  /** From views/ on. */
  readonly file: string;
  /** Its tag and, as the source has it, what it is called by. One file has none twice. */
  readonly name: string;
  /** The same as it would be drawn, within what its file draws around it. */
  readonly drawn: HTMLElement;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Element extends Node {
  readonly openingElement: Node & { readonly name: Node; readonly attributes: readonly Node[] };
  readonly children: readonly Node[];
}

/** An element, and the source that it stands in. */
interface Written {
  readonly element: Element;
  readonly code: string;
}

interface Named {
  readonly name: string;
  readonly params: readonly string[];
}

interface Source {
  readonly file: string;
  readonly code: string;
  readonly program: Node;
}

/** What the words of the panel are called in its sources. */
const CATALOGUES = /^(texts|words|customer|filter)\b/;
/** So many tell a control from its neighbours. */
const MAX_WORDS = 3;
const PRESSED_INPUTS = /^"(checkbox|radio|file)"$/;

/** All that the panel draws. */
export function controlsOfPanel(): readonly Control[] {
  const sources = Object.entries(SOURCES).map(([path, code]): Source => {
    const file = path.startsWith("./") ? `palette/${path.slice(2)}` : path.slice("../".length);
    return { file, code, program: parseAst(code, { lang: "tsx" }) as unknown as Node };
  });
  const wrappers = new Map(sources.flatMap(wrappersOf));
  return sources.flatMap((source) => controlsOf(source, wrappers));
}

/** A component that is one control, by its name: what is pressed is another one wherever it stands. */
type Wrapper = readonly [name: string, root: Written];

function wrappersOf({ code, program }: Source): readonly Wrapper[] {
  const found: Wrapper[] = [];
  walk(program, ({ node, within }) => {
    const owner = lastOf(within, isFunction);
    const name = owner && namedOf(owner, within)?.name;
    if (name && /^[A-Z]/.test(name) && node.type === "ReturnStatement") {
      const root = unwrapped(node.argument as Node | null);
      if (root?.type === "JSXElement" && isNative(root as Element, code)) {
        found.push([name, { element: root as Element, code }]);
      }
    }
  });
  return found;
}

function controlsOf(source: Source, wrappers: ReadonlyMap<string, Written>): readonly Control[] {
  const { file, code, program } = source;
  const found: { tag: string; label: string; drawn: HTMLElement }[] = [];
  walk(program, ({ node, within }) => {
    if (node.type !== "JSXElement") return;
    const element = node as Element;
    const tag = textOf(element.openingElement.name, code);
    const root = isNative(element, code) ? { element, code } : wrappers.get(tag);
    if (!root) return;
    const drawn = drawnOf(root, within, code);
    for (const label of labelsOf(element, within, source)) found.push({ tag, label, drawn });
  });
  const counts = new Map<string, number>();
  return found.map(({ tag, label, drawn }) => {
    const name = `${tag} ${label}`.trim();
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { file, name: count === 1 ? name : `${name} (${count})`, drawn };
  });
}

function isNative(element: Element, code: string): boolean {
  const tag = textOf(element.openingElement.name, code);
  if (["button", "a", "summary", "select"].includes(tag)) return true;
  const attributes = attributesOf(element, code);
  if (tag === "input") return PRESSED_INPUTS.test(attributes.get("type") ?? "");
  return /^[a-z]/.test(tag) && attributes.has("onClick");
}

/** One, or one for each call of the function in the same file that is told what to call it. */
function labelsOf(element: Element, within: readonly Node[], { code, program }: Source): readonly string[] {
  const said = sayingsOf(element, within, code);
  const words = said.flatMap((one) => wordsIn(one, code));
  if (words.length > 0) return [[...new Set(words)].slice(0, MAX_WORDS).join(" ")];
  const [first] = said;
  if (!first) return [""];
  const owner = lastOf(within, isFunction);
  const named = owner && namedOf(owner, within);
  const place = first.type === "Identifier" ? (named?.params.indexOf(textOf(first, code)) ?? -1) : -1;
  if (!named || place < 0) return [textOf(first, code).replace(/\s+/g, " ").slice(0, 60)];
  const labels: string[] = [];
  walk(program, ({ node }) => {
    if (node.type !== "CallExpression" || textOf(node.callee as Node, code) !== named.name) return;
    const told = (node.arguments as readonly Node[])[place];
    if (told) labels.push(wordsIn(told, code).join(" ") || textOf(told, code));
  });
  return labels;
}

/** The expressions that it is called by: its label, else its content, else its title, else the label around it. */
function sayingsOf(element: Element, within: readonly Node[], code: string): readonly Node[] {
  const attributeOf = (name: string) => {
    const found = element.openingElement.attributes.find(
      (one) => one.type === "JSXAttribute" && textOf(one.name as Node, code) === name,
    );
    const value = found?.value as Node | null | undefined;
    return value ? [value.type === "JSXExpressionContainer" ? (value.expression as Node) : value] : [];
  };
  const around = lastOf(
    within,
    (one) => one.type === "JSXElement" && textOf((one as Element).openingElement.name, code) === "label",
  );
  return (
    [
      attributeOf("aria-label"),
      contentOf(element),
      attributeOf("title"),
      around ? contentOf(around as Element) : [],
      attributeOf("name"),
      attributeOf("id"),
    ].find((one) => one.length > 0) ?? []
  );
}

function contentOf({ children }: Element): readonly Node[] {
  return children.flatMap((child): readonly Node[] => {
    if (child.type === "JSXElement") return contentOf(child as Element);
    if (child.type === "JSXText") return /\S/.test(String(child.value)) ? [child] : [];
    const said = child.type === "JSXExpressionContainer" ? (child.expression as Node) : null;
    return said && !["JSXEmptyExpression", "Literal"].includes(said.type) ? [said] : [];
  });
}

/** What of the catalogues of words stands in an expression. */
function wordsIn(root: Node, code: string): readonly string[] {
  const found: string[] = [];
  walk(root, ({ node, within }) => {
    if (node.type !== "MemberExpression" || within.at(-1)?.type === "MemberExpression") return;
    const text = textOf(node, code);
    if (CATALOGUES.test(text)) found.push(text);
  });
  return found;
}

/** The control, inside all that its file draws around it, inside the panes. */
function drawnOf(root: Written, within: readonly Node[], code: string): HTMLElement {
  const around = within.filter((one) => one.type === "JSXElement") as readonly Node[] as readonly Element[];
  const panes = document.createElement("div");
  panes.className = "panel__thread panel__card";
  let parent: HTMLElement = document.createElement("div");
  parent.className = "thread__column";
  panes.append(parent);
  for (const one of [...around.map((element) => ({ element, code })), root]) {
    const drawn = drawAlone(one);
    parent.append(drawn);
    parent = drawn;
  }
  return parent;
}

/** With all that its class or another attribute may be. */
function drawAlone({ element, code }: Written): HTMLElement {
  const tag = textOf(element.openingElement.name, code);
  const drawn = document.createElement(/^[a-z]/.test(tag) ? tag : "div");
  for (const [name, value] of attributesOf(element, code)) {
    const literals = value.match(/"[^"]*"|`[^`$]*`/g) ?? [];
    if (/^[a-z-]+$/.test(name)) drawn.setAttribute(name, literals.map((text) => text.slice(1, -1)).join(" "));
  }
  return drawn;
}

function attributesOf({ openingElement }: Element, code: string): ReadonlyMap<string, string> {
  return new Map(
    openingElement.attributes
      .filter((one) => one.type === "JSXAttribute")
      .map((one) => [textOf(one.name as Node, code), one.value ? textOf(one.value as Node, code) : ""]),
  );
}

function namedOf(owner: Node, within: readonly Node[]): Named | null {
  const declared = within[within.indexOf(owner) - 1];
  const id = (owner.id ?? (declared?.type === "VariableDeclarator" ? declared.id : null)) as Node | null;
  if (!id) return null;
  const params = (owner.params as readonly Node[]).map((one) => String(one.name ?? ""));
  return { name: String(id.name), params };
}

function isFunction({ type }: Node): boolean {
  return ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"].includes(type);
}

function unwrapped(node: Node | null): Node | null {
  return node?.type === "ParenthesizedExpression" ? unwrapped(node.expression as Node) : node;
}

function lastOf(nodes: readonly Node[], isWanted: (node: Node) => boolean): Node | undefined {
  return nodes.filter(isWanted).at(-1);
}

function textOf({ start, end }: Node, code: string): string {
  return code.slice(start, end);
}

type Visit = (at: { readonly node: Node; readonly within: readonly Node[] }) => void;

function walk(node: Node, visit: Visit, within: readonly Node[] = []): void {
  visit({ node, within });
  const inside = [...within, node];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === "string") walk(child, visit, inside);
    }
  }
}
