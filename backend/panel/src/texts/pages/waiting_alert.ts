// The words of mails to operators, in «Уведомления и звуки».

export const waitingAlertRu = {
  on: "Писать мне на\u00a0почту, если посетитель ждёт, а\u00a0в\u00a0панели никого нет",
  after: "Через сколько",
  minutes: (count: number) => `${count}\u00a0мин`,
  hint: "Одно письмо на\u00a0каждое ожидание и\u00a0не\u00a0чаще раза в\u00a015\u00a0минут. В\u00a0нём только название сайта, сколько человек ждёт и\u00a0ссылка. Действует для вас в\u00a0любом браузере.",
  off: "Почта на\u00a0этом сервере не\u00a0настроена, письма не\u00a0придут.",
};

export const waitingAlertEn: typeof waitingAlertRu = {
  on: "Mail me if a visitor waits and nobody is at the panel",
  after: "After",
  minutes: (count) => `${count}\u00a0min`,
  hint: "One mail for each waiting, every 15\u00a0minutes at most. It holds the name of the site, how many wait, and a link. It holds for you in any browser.",
  off: "This server has no mail set up, nothing will come.",
};
