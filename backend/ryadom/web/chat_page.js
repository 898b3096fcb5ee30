// The page of a site's chat. Who comes by a link from a mail is that visitor in this tab alone: what the browser knows of
// another conversation lies elsewhere (`localStorage`) and stays. Nothing happens before they press the button: what only
// looks at the link, a mail scanner for example, reads nothing and is nobody.
(() => {
  const { site } = document.currentScript.dataset;
  const path = location.pathname;
  const place = `ryadom:${site}`;
  const [invitation, button, problem] = ["invitation", "enter", "problem"].map((id) => document.getElementById(id));

  function ryadom(...call) {
    if (window.ryadom === ryadom) ryadom.q.push(call);
    else window.ryadom(...call);
  }
  ryadom.q = [];
  window.ryadom = ryadom;

  /** The window takes the page: there is nothing else on it. */
  function fill() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "@media (min-width:480px){.window.window.window{inset:0;width:100%;height:100%;max-width:720px;max-height:none;" +
        "margin:0 auto;border-width:0 1px;border-radius:0;box-shadow:none}}",
    );
    const { shadowRoot } = document.querySelector("ryadom-chat");
    shadowRoot.adoptedStyleSheets = [...shadowRoot.adoptedStyleSheets, sheet];
  }

  function open() {
    invitation.hidden = true;
    ryadom("show");
    ryadom("open");
  }

  async function enter() {
    const answer = await fetch(`${path}/enter`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ link: location.hash.slice(1) }),
    });
    if (!answer.ok) return answer.status === 401;
    const { visitor_id, token } = await answer.json();
    sessionStorage.setItem(place, JSON.stringify({ visitorId: visitor_id, token }));
    // The link is in no history and on no screen any more.
    history.replaceState(null, "", path);
    open();
    return null;
  }

  async function press() {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    problem.textContent = "";
    const isOver = await enter().catch(() => false);
    button.ariaDisabled = "false";
    if (isOver !== null) problem.textContent = problem.dataset[isOver ? "over" : "failed"];
  }

  let isOnce = false;
  ryadom("on", "open", () => {
    if (!isOnce) fill();
    isOnce = true;
  });
  const hasLink = location.hash.length > 1;
  // Before the widget's script: it asks where what it keeps is to lie.
  if (hasLink || sessionStorage.getItem(place)) document.documentElement.dataset.ryadom = "sessionStorage";
  if (hasLink) {
    ryadom("hide");
    invitation.hidden = false;
    button.addEventListener("click", press);
  } else open();
  // Another link, into the address of this page.
  addEventListener("hashchange", () => location.hash.length > 1 && location.reload());
})();
