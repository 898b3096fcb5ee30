// What stands in the place of the panel while the server can't be reached. It needs nothing but itself.

const STYLES = `
  :root { color-scheme: light dark; font: 16px/24px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
  body { display: grid; place-content: center; min-height: 90vh; margin: 0; padding: 24px; text-align: center; }
  a { display: inline-block; padding: 10px; color: inherit; }
`;
const HTML = `<!doctype html>
<html lang="ru">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Рядом: нет связи</title>
<style>${STYLES}</style>
<main>
<h1>Нет связи с\u00a0сервером</h1>
<p>Черновики остались в\u00a0этой вкладке. Проверьте сеть и\u00a0попробуйте снова.</p>
<p><a href="">Попробовать снова</a></p>
<p lang="en">The server can't be reached. Drafts are kept in this tab. <a href="">Try again</a></p>
</main>
</html>`;

/** Under a policy that lets nothing in, and kept by nobody. */
export function offlinePage(): Response {
  return new Response(HTML, {
    status: 503,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      "Cache-Control": "no-store",
    },
  });
}
