// Notes whatever leaves a trace in the browser, tells somebody of the page, or stays behind: once each, in `trace.seen()`.
(() => {
  const seen = new Set();
  const timers = new Set();
  window.trace = { seen: () => [...seen], timers, globals: () => Object.getOwnPropertyNames(window) };

  const note = (...words) => seen.add(words.join(" "));
  const anonymous = (key) => key.replace(/[0-9a-f-]{36}/, "ID");
  const wrap = (thing, method, name, tell = () => "") => {
    const native = thing?.[method];
    if (!native) return;
    thing[method] = function (...given) {
      note(...[name, tell(...given)].filter(Boolean));
      return native.apply(this, given);
    };
  };

  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    const { document, visualViewport, navigation } = window;
    const html = document.documentElement;
    for (const [name, thing] of Object.entries({ window, document, html, body: document.body, visualViewport, navigation })) {
      if ((this ?? window) === thing) note("listen", name, type);
    }
    return listen.call(this ?? window, type, ...rest);
  };

  wrap(Storage.prototype, "setItem", "store", anonymous);
  wrap(indexedDB, "open", "indexedDB");
  wrap(window.caches, "open", "cache");
  wrap(navigator.serviceWorker, "register", "worker");
  wrap(navigator, "sendBeacon", "beacon");
  wrap(navigator.locks, "request", "lock", anonymous);
  wrap(history, "pushState", "history");
  wrap(history, "replaceState", "history");
  for (const name of ["WebSocket", "EventSource", "BroadcastChannel", "Worker", "SharedWorker", "RTCPeerConnection"]) {
    window[name] = new Proxy(window[name], {
      construct(made, given) {
        note(name);
        return Reflect.construct(made, given);
      },
    });
  }
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
  Object.defineProperty(Document.prototype, "cookie", {
    ...cookie,
    set(text) {
      note("cookie");
      cookie.set.call(this, text);
    },
  });

  for (const kind of ["Timeout", "Interval"]) {
    const [set, clear] = [window[`set${kind}`], window[`clear${kind}`]];
    window[`set${kind}`] = (work, ms, ...rest) => {
      const run = (...given) => {
        if (kind === "Timeout") timers.delete(id);
        work(...given);
      };
      const id = set.call(window, run, ms, ...rest);
      timers.add(id);
      return id;
    };
    window[`clear${kind}`] = (id) => {
      timers.delete(id);
      clear.call(window, id);
    };
  }
})();
