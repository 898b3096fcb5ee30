// A small router: every click on a link inside /spa/ makes a whole new body, as some frameworks do.
const PAGES = {
  "/spa/": [
    "Приложение",
    "Страницы меняются без перезагрузки. Откройте чат и походите по разделам: он останется на месте.",
  ],
  "/spa/gaiwan": ["Гайвань", "Фарфоровая чашка с крышкой на 120 мл. Для любого чая."],
  "/spa/teapot": ["Чайник", "Исинская глина, 180 мл. Для улунов и пуэра."],
};
const HOME = "/spa/";

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function show(path) {
  const [title, text] = PAGES[path] ?? PAGES[HOME];
  document.title = `${title} — Чайная лавка`;
  const links = Object.entries(PAGES).map(([href, [name]]) => element("a", { href }, name));
  const body = element("body", {});
  body.append(
    element(
      "header",
      { className: "bar" },
      element("a", { className: "brand", href: "/" }, "Чайная лавка"),
      element("nav", { ariaLabel: "Разделы" }, ...links),
    ),
    element("main", { className: "page" }, element("div", { className: "words" }, element("h1", {}, title), text)),
  );
  document.body.replaceWith(body);
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const path = link ? new URL(link.href).pathname : "";
  if (!(path in PAGES)) return;
  event.preventDefault();
  history.pushState(null, "", path);
  show(path);
});
addEventListener("popstate", () => show(location.pathname));
show(location.pathname);
