// The words of a change that somebody else has made meanwhile.

export const conflictsRu = {
  /** Who is empty where nobody is known; `when` too. */
  changed: (who: string, when: string) =>
    `Пока вы\u00a0правили, здесь сохранили другое${who && ` (${who}, ${when})`}. Ваше не\u00a0потеряно: выберите, что\u00a0оставить.`,
  commandLine: "командная строка или сам сервер",
  theirs: "Сейчас",
  mine: "У\u00a0вас",
  nothing: "пусто",
  keepMine: "Всё равно сохранить моё",
  takeTheirs: "Показать новое",
};

export const conflictsEn: typeof conflictsRu = {
  changed: (who: string, when: string) =>
    `Something else was saved here while you were editing${who && ` (${who}, ${when})`}. Yours is not lost: choose what stays.`,
  commandLine: "command line or the server itself",
  theirs: "Now",
  mine: "Yours",
  nothing: "empty",
  keepMine: "Save mine anyway",
  takeTheirs: "Show what is new",
};
