// The words of what is offered while somebody writes: fetched with it.
import { pluralOf } from "./plural";

const ru = pluralOf("ru");
const en = pluralOf("en");

export const assistRu = {
  colleagues: "Коллеги",
  replies: "Быстрые ответы",
  offered: (label: string, count: number) =>
    `${label}: ${count} ${ru(count, { one: "вариант", few: "варианта", other: "вариантов" })}. Стрелки\u00a0— выбрать, Enter\u00a0— вставить, Esc\u00a0— убрать.`,
};

export const assistEn: typeof assistRu = {
  colleagues: "Colleagues",
  replies: "Ready replies",
  offered: (label, count) =>
    `${label}: ${count} ${en(count, { one: "option", other: "options" })}. Arrows choose, Enter inserts, Esc puts away.`,
};
