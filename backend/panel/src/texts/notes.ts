// The Russian words, in the first load, of notes for colleagues and of whom they call.
const BEGINNING_CHARS = 80;

/** What a message or note begins with, on one line. */
export const beginningOf = (body: string) => {
  const chars = [...body.replace(/\s+/g, " ")];
  return chars.length > BEGINNING_CHARS ? `${chars.slice(0, BEGINNING_CHARS).join("")}…` : chars.join("");
};

export const notesRu = {
  kind: "Что вы пишете",
  reply: "Ответ",
  replyTitle: "Ответ посетителю (Alt\u00a0+\u00a0N)",
  note: "Заметка",
  noteTitle: "Заметка для\u00a0коллег, посетитель её не\u00a0увидит (Alt\u00a0+\u00a0N)",
  field: "Заметка для\u00a0коллег",
  hint: "Заметка для\u00a0коллег. @\u00a0— позвать",
  unseen:
    "Посетитель в\u00a0чате её не\u00a0увидит, но\u00a0по\u00a0запросу о\u00a0своих данных получит. Файлы сюда не\u00a0прикладываются.",
  noFiles: "Заметки пока без\u00a0файлов: этот не\u00a0приложен, написанное осталось.",
  dropNothing: "Заметки пока без\u00a0файлов",
  save: "Записать",
  callsNobody:
    "Список коллег не\u00a0загрузился: заметка никого не\u00a0позовёт. Чтобы записать её так, нажмите ещё раз.",
  head: "Только для\u00a0коллег",
  mentioned: "Вас упомянули",
  mentionedBy: (name: string, body: string) => `${name} упоминает вас: ${beginningOf(body)}`,
  open: "Открыть",
  quote: "Процитировать",
  quoting: "Ответ на\u00a0сообщение",
  quoteOf: (name: string, body: string) => `К\u00a0сообщению: ${name}, ${beginningOf(body)}`,
  quoteEarlier: "Более раннее сообщение",
  unquote: "Не\u00a0цитировать",
  emoji: "Эмодзи",
  write: "Написать заметку",
  insertReply: "Вставить быстрый ответ",
  switch: "Ответ или\u00a0заметка",
  deleteAsk: (beginning: string) => `Удалить заметку «${beginning}»? Вернуть её нельзя.`,
  deletedBy: (name: string) => `Заметка удалена: ${name}`,
};
