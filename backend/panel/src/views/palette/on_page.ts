// What stands on the page as a button or a link and depends on what is drawn there. The palette presses that very control:
// what it does, what the journal knows of it, and whether the role has it at all are decided in one place.
import { beginningOf, plainWords } from "../../state/plain_words";
import type { Choice, ChoiceTexts } from "./choices";

interface Kind {
  readonly id: string;
  /** Of all that are drawn. Its last part alone tells the control from its neighbours: test_places.ts is checked against it. */
  readonly selector: string;
  /** Where its own name does not say enough. */
  readonly name?: (words: ChoiceTexts, own: string, control: HTMLElement) => string;
  readonly also: string;
  /** Few at a time, and of what is being done now. */
  readonly isShown?: boolean;
  /** Stands over pages of settings too. */
  readonly isEverywhere?: boolean;
}

export const ON_PAGE: readonly Kind[] = [
  {
    id: "reveal",
    selector: ".panel__thread .mask--button",
    name: (words, own) => words.reveal(own),
    also: "маска телефон почта контакт reveal unmask contact phone",
  },
  {
    id: "reveal_on_card",
    selector: ".panel__card .mask--button",
    name: (words, own) => words.revealOnCard(own),
    also: "маска телефон почта контакт reveal unmask contact phone",
  },
  {
    id: "reveal_part",
    selector: ".panel__card [data-reveals]",
    name: (words, own, { dataset }) => words.revealPart[dataset.reveals as keyof ChoiceTexts["revealPart"]] ?? own,
    also: "маска контакты reveal unmask hidden contacts",
  },
  {
    id: "person",
    selector: ".panel__card .card__person button",
    also: "тот же человек дубль разделить same person duplicate merge part",
  },
  {
    id: "picture",
    selector: ".panel__thread .file--image",
    also: "изображение картинка фото снимок picture photo image",
  },
  {
    id: "file",
    selector: ".panel__thread a.file",
    name: (words, own) => words.file(own),
    also: "загрузить документ download save document",
  },
  {
    id: "quoted",
    selector: ".panel__thread button.quote",
    name: (words, own) => words.quoted(own),
    also: "ответ на jump quote reply",
  },
  {
    id: "unfold",
    selector: ".panel__thread .bubble__unfold",
    name: (_, own, control) => `${own}: ${beginningOf(control.parentElement?.querySelector("p")?.textContent ?? "")}`,
    also: "развернуть длинное expand whole unfold",
  },
  {
    id: "link",
    selector: ".panel__thread .thread__column a:not(.file)",
    name: (words, own) => words.link(own),
    also: "адрес страница сайт url page open",
  },
  {
    id: "link_of_card",
    selector: ".panel__card a",
    name: (words, own) => words.linkOfCard(own),
    also: "адрес прошлый разговор обращение url earlier conversation request",
  },
  {
    id: "to_newest",
    selector: ".thread__jump:not([aria-keyshortcuts])",
    also: "низ последние bottom newest last",
    isShown: true,
  },
  {
    id: "send",
    selector: ".composer__box [type=submit]",
    name: (words) => words.written,
    also: "ответ готово send answer submit",
    isShown: true,
  },
  {
    id: "chosen_file",
    selector: ".chosen__file button",
    also: "вложение отменить attachment cancel remove",
    isShown: true,
  },
  { id: "unquote", selector: ".quote-bar button", also: "цитата снять quote cancel", isShown: true },
  { id: "close_choices", selector: ".choices > button", also: "варианты кнопки choices buttons", isShown: true },
  { id: "clear_selection", selector: ".bulk > .button--icon", also: "отмена unselect clear", isShown: true },
  { id: "clear_search", selector: ".search__clear", also: "поиск сбросить search reset", isShown: true },
  { id: "put_away_steps", selector: ".steps > button", also: "первые шаги скрыть hide first steps", isShown: true },
  {
    id: "toast",
    selector: ".toast button",
    name: (_, own, control) => `${own}: ${control.parentElement?.firstElementChild?.textContent ?? ""}`,
    also: "сообщение внизу toast notice",
    isShown: true,
    isEverywhere: true,
  },
  {
    id: "reload",
    selector: ".panel__strip button:not([aria-disabled])",
    also: "обновить новая версия refresh version",
    isShown: true,
    isEverywhere: true,
  },
];

/** A long thread has hundreds of links: the newest are meant. */
const MAX_OF_A_KIND = 50;
const MAX_NAME_CHARS = 200;

/** `onGone`: what was to be pressed is not there any more. */
export function onPageChoices(onGone: () => void): readonly Choice[] {
  return ON_PAGE.flatMap(({ id, selector, name, also, isShown = false, isEverywhere = false }) => {
    const drawn = [...document.querySelectorAll<HTMLElement>(selector)].slice(-MAX_OF_A_KIND);
    return drawn.filter(canBePressed).map((control): Choice => {
      const own = nameOf(control);
      return {
        id: `${id}_${numberOf(control)}`,
        name: (words) => name?.(words, own, control) ?? own,
        also,
        isSought: !isShown,
        isEverywhere,
        run: () => (control.isConnected && canBePressed(control) ? press(control) : onGone()),
      };
    });
  });
}

/** As Tab and Enter do it. */
function press(control: HTMLElement): void {
  control.focus();
  control.click();
}

/** Neither what may not be, nor what nobody sees: a pane that is not shown on a phone, conversations under a page. */
function canBePressed(control: HTMLElement): boolean {
  const isSeen = control.closest("[hidden]") === null && control.checkVisibility?.() !== false;
  return isSeen && !control.matches("[aria-disabled=true], :disabled");
}

const numbers = new WeakMap<Element, number>();
let lastNumber = 0;

/** The same while the control is drawn: what is chosen in the palette must not become another one. */
function numberOf(control: Element): number {
  const number = numbers.get(control) ?? ++lastNumber;
  numbers.set(control, number);
  return number;
}

/** By which name it is read out, in one line. A mask is its own name, without the word for what a press does. */
function nameOf(control: HTMLElement): string {
  const shown = control.cloneNode(true) as HTMLElement;
  for (const part of shown.querySelectorAll(".unseen, .mask__show, svg")) part.remove();
  const written = (shown.textContent ?? "").replace(/\s+/g, " ").trim();
  return plainWords(control.getAttribute("aria-label") || written || control.title).slice(0, MAX_NAME_CHARS);
}
