// The words of what can be done with a message, of answers that are offered, and of ratings.

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

export const messagesEn: typeof messagesRu = {
  actions: "Message actions",
  edit: "Edit",
  delete: "Delete",
  save: "Save",
  cancel: "Cancel",
  newWords: "New text of the message",
  editHint: "Enter to save, Esc to cancel",
  editHintMod: (mod) => `${mod}\u00a0+\u00a0Enter to save, Esc to cancel`,
  deleteAsk: (beginning) =>
    `Delete the message “${beginning}”? Its text disappears for the visitor too and can’t be brought back.`,
  showWhole: "Show all of it",
  edited: "edited",
  editedAt: (when) => `Edited ${when}`,
  deleted: "Message deleted",
  deletedBy: (name) => `Message deleted: ${name}`,
  choices: "Quick replies",
  choicesHint:
    "The visitor sees them as buttons. The question must be clear without them: an old chat shows only its text.",
  choice: (number) => `Reply ${number}`,
  removeChoices: "Remove the replies",
  choicesSame: "Two replies are the same.",
  choicesOffered: "Replies:",
  rating: "Rating",
  rated: (score) => `Rated ${score} of\u00a05`,
  ratedBy: (score, meaning) => `The visitor’s rating is ${score} of\u00a05: ${meaning}`,
  scores: ["very bad", "bad", "fair", "good", "very good"],
};
