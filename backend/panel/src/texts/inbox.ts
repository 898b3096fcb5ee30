// The Russian words of the inbox, in the first load: snoozes, tags and results, filters and views, what is done to many at once and undone.
import { pluralOf } from "./plural";

const pluralRu = pluralOf("ru");

function chatsRu(count: number): string {
  return `${count}\u00a0${pluralRu(count, { one: "диалог", few: "диалога", other: "диалогов" })}`;
}

export const inboxRu = {
  more: "Ещё",
  moreActions: "Отложить, пометить, закрыть с\u00a0итогом",
  merge: "Объединить с\u00a0другим диалогом…",
  markUnread: "Отметить непрочитанным",
  markedUnread: "Отмечен непрочитанным",
  snoozedUntil: (when: string) => `отложен до\u00a0${when}`,
  soon: "скоро дольше нормы",
  late: "дольше нормы",
  archived: (name: string) => `${name} (в\u00a0архиве)`,

  events: {
    snoozedByMe: (when: string) => `Вы отложили диалог до\u00a0${when}`,
    snoozed: (name: string, when: string) => `${name}: диалог отложен до\u00a0${when}`,
    woken: "Отложенный диалог вернулся: время пришло",
    unsnoozedByMe: "Вы вернули отложенный диалог",
    unsnoozed: (name: string) => `${name}: отложенный диалог возвращён`,
    tagged: (who: string, added: string, removed: string) =>
      [added && `поставлено: ${added}`, removed && `снято: ${removed}`]
        .filter(Boolean)
        .join("; ")
        .replace(/^/, `${who}: `),
    mergedInto: (who: string) => `${who}: диалог закрыт и\u00a0объединён с\u00a0диалогом:`,
    mergedFrom: (who: string) => `${who}: объединён с\u00a0диалогом:`,
    another: "другой диалог",
    me: "Вы",
    withResult: (line: string, result: string) => `${line}. Итог: ${result}`,
    unknownLabel: "метка",
  },

  filter: "Фильтр",

  bulk: {
    select: (name: string) => `Отметить: ${name}`,
    failure: (count: number, reason: string) => (count === 1 ? reason : `${reason} (${count})`),
    failed: (count: number, reasons: string) => `Не\u00a0получилось: ${chatsRu(count)}. ${reasons}`,
  },

  chats: chatsRu,
  /** Of one it says whose it is, of many how many. */
  did: {
    close: (what: string) => `Закрыто: ${what}`,
    reopen: (what: string) => `Открыто снова: ${what}`,
    take: (what: string) => `Взято в\u00a0работу: ${what}`,
    requeue: (what: string) => `Возвращено в\u00a0очередь: ${what}`,
    assign: (what: string) => `Передано: ${what}`,
    snooze: (what: string) => `Отложено: ${what}`,
    unsnooze: (what: string) => `Возвращено: ${what}`,
    tag: (what: string) => `Метки изменены: ${what}`,
    merge: (what: string) => `Объединено: ${what}`,
    remove: (what: string) => `Удалено: ${what}`,
  },

  conflict: {
    closed: "Коллега успел раньше: диалог уже закрыт.",
    snoozed: (when: string) => `Коллега успел раньше: диалог отложен до\u00a0${when}.`,
    taken: (name: string) => `Коллега успел раньше: диалог ведёт ${name}.`,
    queued: "Коллега успел раньше: диалог в\u00a0очереди.",
    written: "Посетитель тем временем написал.",
    repeat: "Всё равно",
  },
};
