// The words that all pages about personal data share.

export const pagesRu = {
  privacy: "Персональные данные",
  backToChats: "К\u00a0чатам",
  loading: "Загружаем…",
  retry: "Повторить",
  more: "Показать ещё",
  save: "Сохранить",
  cancel: "Отмена",
  noneForRole: "Вашей роли эти страницы не\u00a0открыты. Обратитесь к\u00a0администратору.",
  failed: (reason: string) => `Не\u00a0получилось: ${reason}.`,
};

export const pagesEn: typeof pagesRu = {
  privacy: "Personal data",
  backToChats: "To chats",
  loading: "Loading…",
  retry: "Try again",
  more: "Show more",
  save: "Save",
  cancel: "Cancel",
  noneForRole: "These pages are not open to your role. Ask an administrator.",
  failed: (reason: string) => `That did not work: ${reason}.`,
};
