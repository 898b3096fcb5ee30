// The words of the dialog that merges two conversations. No part of the first load.

export const mergeRu = {
  title: "Объединить с\u00a0другим диалогом",
  why: "Этот диалог закроется, а\u00a0продолжится выбранный. Сообщения останутся на\u00a0своих местах, посетитель увидит только закрытие.",
  list: "Другие диалоги этого человека",
  none: "Других диалогов этого человека на\u00a0этом сайте нет. Если он писал с\u00a0другого устройства, сначала объедините посетителей в\u00a0карточке клиента.",
  noneOpen: "Остальные диалоги этого человека закрыты. Чтобы объединить, откройте тот, который продолжится.",
  noWords: "Сообщений нет",
};

export const mergeEn: typeof mergeRu = {
  title: "Merge with another conversation",
  why: "This conversation will be closed and goes on in the one you choose. Messages stay where they are; the visitor only sees it closed.",
  list: "Other conversations of this person",
  none: "This person has no other conversation on this site. If they wrote from another device, take the visitors for one person on the customer’s card first.",
  noneOpen: "The other conversations of this person are closed. To merge, open the one that is to go on.",
  noWords: "No messages",
};
