// The Russian words, in the first load, of what can be done with a message, of answers that are offered, and of ratings.

export const messagesRu = {
  actions: "Действия с\u00a0сообщением",
  edit: "Изменить",
  delete: "Удалить",
  save: "Сохранить",
  cancel: "Отмена",
  newWords: "Новый текст сообщения",
  editHint: "Enter\u00a0— сохранить, Esc\u00a0— отменить",
  editHintMod: (mod: string) => `${mod}\u00a0+\u00a0Enter\u00a0— сохранить, Esc\u00a0— отменить`,
  deleteAsk: (beginning: string) =>
    `Удалить сообщение «${beginning}»? Его текст исчезнет и\u00a0у\u00a0посетителя, вернуть его нельзя.`,
  showWhole: "Показать целиком",
  edited: "изменено",
  editedAt: (when: string) => `Изменено ${when}`,
  deleted: "Сообщение удалено",
  deletedBy: (name: string) => `Сообщение удалено: ${name}`,
  choices: "Варианты ответа",
  choicesHint:
    "Посетитель увидит их кнопками. Вопрос должен быть понятен и\u00a0без них: старый чат покажет только текст.",
  choice: (number: number) => `Вариант ${number}`,
  removeChoices: "Убрать варианты",
  choicesSame: "Варианты повторяются.",
  choicesOffered: "Варианты:",
  rating: "Оценка",
  rated: (score: number) => `Оценка ${score} из\u00a05`,
  ratedBy: (score: number, meaning: string) => `Посетитель поставил оценку ${score} из\u00a05: ${meaning}`,
  scores: ["очень плохо", "плохо", "нормально", "хорошо", "отлично"],
};
