// The script that customers paste: one button, and the chat behind it once somebody wants it or is expected back.
import type { PageCall as Call, Chat, ChatModule, Host, Look, RulesModule, RulesStage } from "./host";

/** `window.ryadom`: callable before the script has come (a stub that queues in `q`), with any method as a property after. */
interface Ryadom {
  (...call: Call): unknown;
  q?: Iterable<Call>;
}

const page = window as unknown as { ryadom?: Ryadom | undefined };

function install(script: HTMLScriptElement): void {
  const { site = "-", locale: wish } = script.dataset;
  const { origin } = new URL(script.src);
  // Of `en-GB` the language alone: the server has it, or says which it has instead.
  const [language] = /^[a-z]+|$/i.exec(wish || document.documentElement.lang || navigator.language) ?? [];
  const element = document.createElement("ryadom-chat");
  const root = element.attachShadow({ mode: "open" });
  const styles = new CSSStyleSheet();
  const launcher = document.createElement("button");
  launcher.className = "launcher";
  const complaint = document.createElement("output");
  root.append(launcher, complaint);

  const waiting: Call[] = [...(page.ryadom?.q ?? [])];
  const leaving = new AbortController();
  const { signal } = leaving;
  let failures = 0;
  let failure = "";
  let dressing: Promise<Host> | undefined;
  let loading: Promise<void> | undefined;
  let chat: Chat | undefined;
  /** As the page says; it has the last word. */
  let isHidden: boolean | undefined;
  /** As the owner's rules say. */
  let isOut = false;

  /**
   * Until it is known how the launcher looks and where it stands there is none: so it never moves. Where the server is away
   * there is none at all: nobody could be reached through it.
   */
  function dress(): Promise<Host> {
    dressing ??= fetch(`${origin}/widget/${site}/${language || "ru"}`)
      .then((answer) => answer.json())
      .then((look: Look) => {
        const { css, error } = look;
        if (error) throw error.message;
        // What is no look, from a captive portal for example, is none of ours: it fails here, before anything is shown.
        styles.replaceSync(css.trim());
        root.adoptedStyleSheets = [styles];
        launcher.setAttribute("aria-label", look.launcher || look.label);
        launcher.append(look.launcher ?? "");
        failure = look.failure;
        const host: Host = { root, launcher, origin, site, look };
        const { rules } = look;
        if (!rules) place();
        else {
          const [open, appear] = ["open", "appear"].map((method) => () => call(method));
          const stage = { ...host, isReturning, show, open, appear } as RulesStage;
          fetchModule<RulesModule>("rules", host)
            .then(({ followRules }) => followRules(rules, stage, signal))
            .catch(place);
        }
        return host;
      });
    dressing.catch(() => {
      dressing = undefined;
    });
    return dressing;
  }

  function fetchModule<Module>(name: string, { look }: Host): Promise<Module> {
    // A failed import is remembered by its address for as long as the page lives, so each attempt has its own.
    return import(`${origin}/${name}-${look.locale}-${look.release}.js?${failures}`);
  }

  function show(isShown: boolean): void {
    isOut = !isShown;
    place();
  }

  function place(): void {
    // Not the body: single-page applications replace it, and a transform on it would move what is fixed.
    const isSeen = !(isHidden ?? isOut) && !signal.aborted;
    if (isSeen === element.isConnected || !root.adoptedStyleSheets[0]) return;
    if (isSeen) document.documentElement.append(element);
    else element.remove();
    chat?.placed();
  }

  function load(): Promise<void> {
    loading ??= dress()
      .then((host) =>
        fetchModule<ChatModule>("chat", host).then((module) => {
          if (signal.aborted) return;
          chat = module.startChat(host);
          replay();
        }),
      )
      .catch((error) => {
        failures += 1;
        loading = undefined;
        throw error;
      });
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
    if (!signal.aborted && isReturning()) prepare();
  }

  function replay(): void {
    for (const later of waiting.splice(0)) {
      try {
        call(...later);
      } catch (error) {
        warn(error);
      }
    }
  }

  function call(...given: Call): unknown {
    const [name = "", ...rest] = given;
    // As others call it.
    const method = name === "showNewMessage" ? "prefill" : name;
    const opens = /^(open|toggle|prefill|appear|withdraw|reset)$/.test(method);
    if (signal.aborted) return;
    if (method === "site") return site;
    if (method === "destroy") {
      leaving.abort();
      chat?.destroy();
      delete page.ryadom;
      place();
    } else if (/^(hide|show)$/.test(method)) {
      isHidden = method === "hide";
      place();
    } else if (chat) {
      if (/^[otp]/.test(method) && opens && !element.isConnected) isHidden = false;
      place();
      const known = (chat as unknown as Record<string, ((...rest: unknown[]) => unknown) | undefined>)[method];
      return known ? known(...rest) : chat.tell(...given);
    } else if (method === "isOpen") return false;
    else {
      // Who presses twice while it loads wants it open.
      const later: Call = method === "toggle" ? ["open"] : given;
      waiting.push(later);
      if (!opens) return;
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

  page.ryadom = new Proxy(call as Ryadom, {
    // What is asked of anything, of a promise or (by symbols) of a text, is none of ours.
    get: (_, method) => (/^(?!q$|then$)\w+$/.test(String(method)) ? call.bind(null, String(method)) : undefined),
  });

  launcher.onpointerenter = launcher.onfocus = prepare;
  launcher.onclick = () => call("toggle");
  // Another tab may begin a conversation: this one follows it.
  addEventListener("storage", follow, { signal });
  (window.requestIdleCallback ?? setTimeout)(follow);
  // Why there is no button: for whoever has pasted the script.
  dress().catch(warn);
  replay();
}

function warn(...words: unknown[]): void {
  console.warn?.("ryadom", ...words);
}

try {
  const script = document.currentScript as HTMLScriptElement | null;
  // The stub is a plain function; ours has whatever method is asked for.
  const site = (page.ryadom as { site?(): string } | undefined)?.site?.();
  if (script && !site) install(script);
  else if (script && site !== script.dataset.site) warn(script.dataset.site, "is not started, the page has", site);
} catch (error) {
  // The page is the customer's: whatever is wrong here must not stop their scripts.
  warn(error);
}
