// The script that customers paste: one button, and the chat behind it once somebody wants it or is expected back.
import type { Chat, ChatModule, Host, Look, RulesModule } from "./host";

/** The file that holds the chat, named by its contents; the bundler puts it in. */
declare const CHAT_FILE: string;
/** The same of the rules. */
declare const RULES_FILE: string;

type Call = [method?: string, ...rest: unknown[]];

/** `window.ryadom`: callable before the script has come (a stub that queues in `q`), with any method as a property after. */
interface Ryadom {
  (...call: Call): unknown;
  q?: Iterable<Call>;
}

const TEXTS = {
  ru: ["Открыть чат", "Чат не загрузился. Нажмите ещё\u00a0раз."],
  en: ["Open chat", "The chat did not load. Press again."],
} as const;

const page = window as unknown as { ryadom?: Ryadom | undefined };

function install(script: HTMLScriptElement): void {
  const { site = "", locale: wish } = script.dataset;
  const { origin } = new URL(script.src);
  const locale = /^en/i.test(wish || document.documentElement.lang || navigator.language) ? "en" : "ru";
  const [label, failure] = TEXTS[locale];
  const element = document.createElement("ryadom-chat");
  const root = element.attachShadow({ mode: "open" });
  const styles = new CSSStyleSheet();
  const launcher = document.createElement("button");
  launcher.className = "launcher";
  const complaint = document.createElement("output");
  complaint.className = "complaint";
  root.append(launcher, complaint);

  const waiting: Call[] = [...(page.ryadom?.q ?? [])];
  let failures = 0;
  let loading: Promise<unknown> | undefined;
  let chat: Chat | undefined;
  const leaving = new AbortController();
  /** As the page says; it has the last word. */
  let isHidden: boolean | undefined;
  /** As the owner's rules say. */
  let isOut = false;

  // Until it is known how the launcher looks and where it stands there is none: so it never moves. Where the server is
  // away there is none at all: nobody could be reached through it.
  const dressed = fetch(`${origin}/widget/${site}/${locale}`)
    .then((answer) => answer.json())
    .then((look: Look) => {
      styles.replaceSync(look.css);
      root.adoptedStyleSheets = [styles];
      launcher.setAttribute("aria-label", look.launcher || label);
      launcher.append(look.launcher ?? "");
      const host: Host = { root, launcher, origin, site, locale, look };
      if (!look.rules) place();
      else {
        const stage = { ...host, isReturning, open: () => ryadom("open"), show };
        import(`${origin}/${RULES_FILE}`).then(
          ({ followRules }: RulesModule) => followRules(look.rules ?? [], stage, leaving.signal),
          place,
        );
      }
      return host;
    });

  function show(isShown: boolean): void {
    isOut = !isShown;
    place();
  }

  function place(): void {
    // Not the body: single-page applications replace it, and a transform on it would move what is fixed.
    if (isHidden ?? isOut) element.remove();
    else if (!element.isConnected) document.documentElement.append(element);
  }

  function load(): Promise<unknown> {
    // A failed import is remembered by its address for as long as the page lives, so each attempt has its own.
    loading ??= Promise.all([import(`${origin}/${CHAT_FILE}?${failures}`) as Promise<ChatModule>, dressed]).then(
      ([module, host]) => {
        if (!page.ryadom) return;
        chat = module.startChat(host);
        for (const call of waiting.splice(0)) ryadom(...call);
      },
      (error) => {
        failures += 1;
        loading = undefined;
        throw error;
      },
    );
    return loading;
  }

  function prepare(): void {
    load().catch(() => {});
  }

  function isReturning(): boolean {
    try {
      return Boolean(localStorage[`ryadom:${site}`]);
    } catch {
      // Storage is blocked: nobody can be expected back.
      return false;
    }
  }

  function follow(): void {
    if (isReturning()) prepare();
  }

  const ryadom: Ryadom = new Proxy(
    (...call: Call): unknown => {
      const [method = "", ...rest] = call;
      if (method === "destroy") {
        isHidden = true;
        removeEventListener("storage", follow);
        leaving.abort();
        chat?.destroy();
        delete page.ryadom;
        place();
      } else if (/^(hide|show)$/.test(method)) {
        isHidden = method === "hide";
        if (root.adoptedStyleSheets[0]) place();
      } else if (chat)
        return (chat as unknown as Record<string, ((...rest: unknown[]) => unknown) | undefined>)[method]?.(...rest);
      else if (method === "isOpen") return false;
      else {
        // Who presses twice while it loads wants it open.
        const later: Call = method === "toggle" ? ["open"] : call;
        waiting.push(later);
        if (/^(open|toggle|prefill)$/.test(method)) {
          complaint.textContent = "";
          launcher.setAttribute("aria-busy", "true");
          load()
            .catch(() => {
              waiting.splice(waiting.indexOf(later), 1);
              complaint.textContent = failure;
            })
            .then(() => launcher.removeAttribute("aria-busy"));
        }
      }
    },
    { get: (call, method: string) => (method === "q" ? undefined : call.bind(null, method)) },
  );
  page.ryadom = ryadom;

  launcher.onpointerenter = launcher.onfocus = prepare;
  launcher.onclick = () => ryadom("toggle");
  // Another tab may begin a conversation: this one follows it.
  addEventListener("storage", follow);
  (window.requestIdleCallback ?? setTimeout)(follow);
  for (const call of waiting.splice(0)) ryadom(...call);
}

try {
  const script = document.currentScript as HTMLScriptElement | null;
  // The stub is a plain function; ours has whatever method is asked for.
  if (script && !(page.ryadom as unknown as { isOpen?: unknown } | undefined)?.isOpen) install(script);
} catch (error) {
  // The page is the customer's: whatever is wrong here must not stop their scripts.
  console.warn("ryadom", error);
}
