// The words of what opens below the buttons of the inbox, and of the bar for many. No part of the first load.
import type { ColleagueAtWork } from "../live/work_requests";

type Standing = Pick<ColleagueAtWork, "standing" | "open_count" | "max_chats">;

export const sheetsRu = {
  snooze: "Отложить",
  unsnooze: "Вернуть сейчас",
  inAnHour: "На\u00a0час",
  thisEvening: "До\u00a0вечера",
  tomorrow: "До\u00a0завтра",
  monday: "До\u00a0понедельника",
  chosenTimeLabel: "До\u00a0какого времени отложить, по\u00a0вашему поясу",
  tags: "Метки",
  noTags: "Меток пока нет. Завести их может руководитель или\u00a0администратор.",
  newTag: "Новая метка",
  addTag: "Завести",
  addTagFailed: "Метку завести не\u00a0получилось. Попробуйте ещё раз.",
  closeWith: "Закрыть с\u00a0итогом",
  handTo: "Передать",
  toQueue: "В\u00a0очередь",
  toMe: "Взять себе",
  isHere: "сейчас здесь",
  comment: "Комментарий для\u00a0коллег, посетитель его не\u00a0увидит",
  standing: ({ standing, open_count, max_chats }: Standing) =>
    `${{ online: "в\u00a0сети", away: "не\u00a0на\u00a0месте", offline: "не\u00a0в\u00a0сети" }[standing]} · ${
      max_chats === null ? open_count : `${open_count} из\u00a0${max_chats}`
    }`,

  filter: {
    label: "Фильтр диалогов",
    site: "Сайт",
    department: "Направление",
    operator: "Сотрудник",
    tag: "Метка",
    state: "Состояние",
    score: "Оценка",
    since: "С",
    until: "По",
    unanswered: "Ждут ответа дольше, минут",
    any: "Не\u00a0важно",
    noDepartment: "Без направления",
    nobodys: "Ничьи",
    former: (name: string) => `${name} (не\u00a0отвечает)`,
    states: { open: "Открытые", snoozed: "Отложенные", closed: "Закрытые" },
    scoreOf: (score: number) => `${score} из\u00a05`,
    reset: "Сбросить",
    done: "Готово",
    save: "Сохранить как\u00a0подборку",
    name: "Название подборки",
  },

  views: {
    rename: "Переименовать",
    update: "Запомнить открытый фильтр",
    remove: "Удалить",
    up: "Выше",
    down: "Ниже",
  },

  bulk: {
    label: "Действия с\u00a0отмеченными",
    selected: (count: number) => `Отмечено: ${count}`,
    all: "Отметить все",
    clear: "Снять отметки",
    close: "Закрыть",
    read: "Прочитаны",
    progress: (done: number, total: number) => `Сделано: ${done} из\u00a0${total}`,
  },
};

export const sheetsEn: typeof sheetsRu = {
  snooze: "Snooze",
  unsnooze: "Bring back now",
  inAnHour: "For an hour",
  thisEvening: "Until this evening",
  tomorrow: "Until tomorrow",
  monday: "Until Monday",
  chosenTimeLabel: "Until when, in your time zone",
  tags: "Tags",
  noTags: "There are no tags yet. A supervisor or an administrator can make some.",
  newTag: "New tag",
  addTag: "Make it",
  addTagFailed: "The tag could not be made. Try again.",
  closeWith: "Close with a result",
  handTo: "Hand over",
  toQueue: "To the queue",
  toMe: "Take",
  isHere: "is here now",
  comment: "Comment for colleagues; the visitor will not see it",
  standing: ({ standing, open_count, max_chats }) =>
    `${standing} · ${max_chats === null ? open_count : `${open_count} of ${max_chats}`}`,

  filter: {
    label: "Filter of conversations",
    site: "Site",
    department: "Department",
    operator: "Operator",
    tag: "Tag",
    state: "State",
    score: "Rating",
    since: "From",
    until: "To",
    unanswered: "Waiting for an answer longer than, minutes",
    any: "Any",
    noDepartment: "No department",
    nobodys: "Nobody’s",
    former: (name) => `${name} (does not answer)`,
    states: { open: "Open", snoozed: "Snoozed", closed: "Closed" },
    scoreOf: (score) => `${score} of 5`,
    reset: "Reset",
    done: "Done",
    save: "Save as a view",
    name: "Name of the view",
  },

  views: {
    rename: "Rename",
    update: "Keep the open filter",
    remove: "Delete",
    up: "Move up",
    down: "Move down",
  },

  bulk: {
    label: "Actions for what is selected",
    selected: (count) => `Selected: ${count}`,
    all: "Select all",
    clear: "Clear the selection",
    close: "Close",
    read: "Mark read",
    progress: (done, total) => `Done: ${done} of ${total}`,
  },
};
