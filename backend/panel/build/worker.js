"use strict";(()=>{var r=`
  :root { color-scheme: light dark; font: 16px/24px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
  body { display: grid; place-content: center; min-height: 90vh; margin: 0; padding: 24px; text-align: center; }
  a { display: inline-block; padding: 10px; color: inherit; }
`,c=`<!doctype html>
<html lang="ru">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Рядом: нет связи</title>
<style>${r}</style>
<main>
<h1>Нет связи с сервером</h1>
<p>Черновики остались в этой вкладке. Проверьте сеть и попробуйте снова.</p>
<p><a href="">Попробовать снова</a></p>
<p lang="en">The server can't be reached. Drafts are kept in this tab. <a href="">Try again</a></p>
</main>
</html>`;function o(){return new Response(c,{status:503,headers:{"Content-Type":"text/html; charset=utf-8","Content-Security-Policy":"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'","Cache-Control":"no-store"}})}var n=self,i="/panel/";n.addEventListener("install",e=>e.waitUntil(n.skipWaiting()));n.addEventListener("activate",e=>e.waitUntil(n.clients.claim()));n.addEventListener("fetch",e=>{let{request:t}=e;t.mode!=="navigate"||new URL(t.url).pathname!==i||e.respondWith(fetch(t).catch(()=>o()))});n.addEventListener("notificationclick",e=>{e.notification.close(),e.waitUntil(l(String(e.notification.data??"")))});async function l(e){let a=(await n.clients.matchAll({type:"window",includeUncontrolled:!0})).find(({url:s})=>new URL(s).pathname===i);if(!a)return void await n.clients.openWindow(i+e);await a.focus(),await a.navigate(i+e)}})();
