// The words of the visitor's card beyond the facts of the conversation.

export const customerCardRu = {
  contacts: "Контакты",
  noContacts: "В\u00a0сообщениях посетителя телефонов и\u00a0адресов почты нет.",
  source: "Откуда пришёл",
  metrica: "ClientID Метрики",
  consents: "Согласия",
  noConsents: "Согласий нет.",
  purposes: {
    processing: "Обработка персональных данных",
    advertising: "Реклама и\u00a0рассылки",
    cross_border: "Передача за\u00a0рубеж",
  },
  given: (version: number, when: string) => `дано ${when}, версия\u00a0${version}`,
  withdrawn: (version: number, when: string) => `отозвано ${when}, версия\u00a0${version}`,
  others: "Другие диалоги",
  noOthers: "Других диалогов нет.",
  erased: "Данные посетителя уничтожены.",
  showName: "Показать имя",
  name: "Имя",
};

export const customerCardEn: typeof customerCardRu = {
  contacts: "Contacts",
  noContacts: "The visitor's messages hold no telephone numbers or e-mail addresses.",
  source: "Where they came from",
  metrica: "Metrica ClientID",
  consents: "Consents",
  noConsents: "No consents.",
  purposes: {
    processing: "Processing of personal data",
    advertising: "Advertising and mailings",
    cross_border: "Transfer abroad",
  },
  given: (version: number, when: string) => `given ${when}, version\u00a0${version}`,
  withdrawn: (version: number, when: string) => `withdrawn ${when}, version\u00a0${version}`,
  others: "Other conversations",
  noOthers: "No other conversations.",
  erased: "The visitor’s data was erased.",
  showName: "Show the name",
  name: "Name",
};
