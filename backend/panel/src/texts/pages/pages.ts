// The words that all pages about personal data share.

export const pagesRu = {
  privacy: "Персональные данные",
  visitors: "Сейчас на\u00a0сайте",
  reports: "Отчёты",
  sites: "Сайты",
  backToChats: "К\u00a0чатам",
  loading: "Загружаем…",
  notFetched: "Страницы не\u00a0загрузились: нет связи, или\u00a0панель обновилась на\u00a0сервере. Обновите страницу.",
  retry: "Повторить",
  more: "Показать ещё",
  save: "Сохранить",
  cancel: "Отмена",
  noneForRole: "Вашей роли эти страницы не\u00a0открыты. Обратитесь к\u00a0администратору.",
  failed: (reason: string) => `Не\u00a0получилось: ${reason}.`,
};

export const pagesEn: typeof pagesRu = {
  privacy: "Personal data",
  visitors: "On the site now",
  reports: "Reports",
  sites: "Sites",
  backToChats: "To chats",
  loading: "Loading…",
  notFetched: "The pages could not be loaded: the network is away, or the server has a newer panel. Reload this page.",
  retry: "Try again",
  more: "Show more",
  save: "Save",
  cancel: "Cancel",
  noneForRole: "These pages are not open to your role. Ask an administrator.",
  failed: (reason: string) => `That did not work: ${reason}.`,
};
