"""A page that does the least the panel must, with no framework, socket or state: what this browser takes for itself.

Rows to press, which change what the thread shows and which of them is current, and a field to write in; of the size and
number of the panel's own.
"""

ROWS = 24
MESSAGES = 16

BARE_PAGE = f"""<!doctype html><html lang="ru"><meta charset="utf-8"><title>Bare</title>
<style>
* {{ box-sizing: border-box; margin: 0 }}
body {{ display: grid; grid-template-columns: 340px 1fr 320px; height: 100vh; font: 15px sans-serif }}
.list__scroller, main div {{ overflow: auto }}
.list__item {{ height: 60px; padding: 12px; contain: strict }}
[aria-current] {{ background: #dfe7ff }}
main {{ display: grid; grid-template-rows: 1fr 80px; min-height: 0 }}
.bubble {{ margin: 8px; padding: 8px; background: #eee; border-radius: 12px; max-width: 60% }}
</style>
<div class="list__scroller"></div><main><div></div><textarea></textarea></main><aside></aside>
<script>
const list = document.querySelector(".list__scroller"), thread = document.querySelector("main div");
const words = "Здравствуйте! Скажите, пожалуйста, когда приедет мой заказ и можно ли перенести на вечер".split(" ");
const word = (number, place) => words[(number * 7 + place * 5) % words.length];
const text = number => Array.from({{ length: 12 }}, (_, place) => word(number, place)).join(" ");
const made = (className, number) =>
  Object.assign(document.createElement("p"), {{ className, textContent: text(number) }});
for (let row = 0; row < {ROWS}; row++) {{
  const link = made("list__item", row);
  link.dataset.conversation = row;
  list.append(link);
}}
list.onclick = ({{ target }}) => {{
  list.querySelector("[aria-current]")?.removeAttribute("aria-current");
  target.setAttribute("aria-current", "true");
  const first = 3 * target.dataset.conversation;
  thread.replaceChildren(...Array.from({{ length: {MESSAGES} }}, (_, number) => made("bubble", first + number)));
  thread.scrollTop = thread.scrollHeight;
}};
</script></html>"""
