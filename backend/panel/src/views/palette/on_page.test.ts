// @vitest-environment jsdom
// What stands on the page is pressed by the palette as by Tab and Enter, and only what can be.
import { expect, test, vi } from "vitest";
import { ru } from "../../texts/ru";
import { choiceTexts } from "./choices";
import { onPageChoices } from "./on_page";

const onGone = vi.fn();

function offered(page: string) {
  document.body.innerHTML = page;
  return again();
}

const again = () => onPageChoices(onGone).map(({ id, name, run }) => ({ id, name: name(choiceTexts(ru), ru), run }));

const names = (page: string) => offered(page).map(({ name }) => name);

const mask = (more = "") =>
  `<main class="panel__thread"><button class="mask mask--button" ${more}>+7 ••• 45 67 <span class="mask__show">показать</span></button></main>`;

test("it is called what it is called on the page, with what it is of", () => {
  expect(names(mask())).toEqual(["Показать скрытое: +7 ••• 45 67"]);
  const toast = `<div class="toast"><span>Закрыто: Ольга</span><button>Отменить</button><button aria-label="Убрать"></button></div>`;
  expect(names(toast)).toEqual(["Отменить: Закрыто: Ольга", "Убрать: Закрыто: Ольга"]);
  const long = `<main class="panel__thread"><p>Очень  длинные\nслова</p><button class="bubble__unfold">Показать</button></main>`;
  expect(names(long)).toEqual(["Показать: Очень длинные слова"]);
});

test("of many the newest are offered, and nothing in their names turns what stands beside it", () => {
  const link = (text: string) => `<a href="#x">${text}</a>`;
  const thread = (inside: string) => `<main class="panel__thread"><div class="thread__column">${inside}</div></main>`;
  const many = names(thread(Array.from({ length: 70 }, (_, index) => link(`<b>${index}</b>`)).join("")));
  expect([many.length, many[0], many.at(-1)]).toEqual([50, "Открыть ссылку: 20", "Открыть ссылку: 69"]);
  expect(names(thread(link(`a\u202Egpj.exe ${"ю".repeat(5_000)}`)))[0]).toMatch(/^Открыть ссылку: agpj\.exe ю{1,200}$/);
});

test("what does not answer a press, or is covered, is not offered", () => {
  expect(offered(mask(`aria-disabled="true"`))).toEqual([]);
  expect(offered(mask("disabled"))).toEqual([]);
  expect(offered(`<div hidden>${mask()}</div>`)).toEqual([]);
  // Where the role does not reveal, a mask is no button
  expect(offered(mask().replaceAll("button", "span"))).toEqual([]);
});

test("it gets the focus and is pressed, and one that is gone says so instead", () => {
  const [one] = offered(mask());
  const button = document.querySelector("button") as HTMLButtonElement;
  const pressed = vi.fn();
  button.addEventListener("click", pressed);
  one?.run();
  expect(document.activeElement).toBe(button);
  expect([pressed.mock.calls.length, onGone.mock.calls.length]).toEqual([1, 0]);
  button.remove();
  one?.run();
  expect([pressed.mock.calls.length, onGone.mock.calls.length]).toEqual([1, 1]);
});

test("its id stays its own when others come before it", () => {
  const [before] = offered(mask());
  document
    .querySelector("button")
    ?.insertAdjacentHTML("beforebegin", `<button class="mask--button">i•••@mail.ru</button>`);
  const after = again();
  expect(after).toHaveLength(2);
  expect(after[1]?.id).toBe(before?.id);
  expect(after[0]?.id).not.toBe(before?.id);
});
