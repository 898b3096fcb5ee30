// The words of «Письма посетителям» and «Страница чата» in «Виджет».
export const visitorMailRu = {
  mail: "Письма посетителям",
  mailLanguage: "Слова на\u00a0языке",
  mailTicks: {
    answers: "Присылать ответы, которые посетитель не\u00a0увидел",
    copies: "Предлагать копию переписки на\u00a0почту",
  },
  mailAnswersHint:
    "На\u00a0адрес из\u00a0анкеты, когда чат у\u00a0посетителя закрыт, а\u00a0ответ не\u00a0прочитан две минуты. В\u00a0письме текст ответа и\u00a0ссылка обратно в\u00a0чат. Нужна анкета с\u00a0полем «Почта».",
  mailCopiesHint:
    "В\u00a0меню чата, когда кто-то уже ответил: до\u00a03 копий в\u00a0час и\u00a06 в\u00a0день одному посетителю.",
  mailMissing: {
    no_server:
      "Письма не\u00a0уходят: на\u00a0сервере не\u00a0заданы RYADOM_SMTP_URL и\u00a0RYADOM_MAIL_FROM. Выбор сохранится и\u00a0начнёт действовать вместе с\u00a0почтой.",
    no_address:
      "Письма не\u00a0уходят: на\u00a0сервере не\u00a0задан RYADOM_PUBLIC_URL, с\u00a0которого начинаются ссылки в\u00a0письме.",
  },
  mailSubject: "Тема письма с\u00a0ответом",
  mailSubjectHint: {
    ru: "Пусто: «Ответ на\u00a0ваше сообщение». Тему видно на\u00a0экране блокировки.",
    en: "Пусто: An answer to your message. Тему видно на\u00a0экране блокировки.",
  },
  mailGreeting: "Начало письма",
  mailGreetingHint: {
    ru: "Пусто: «Здравствуйте. Пока вас не\u00a0было в\u00a0чате, вам ответили.»",
    en: "Пусто: Hello. While you were away from the chat, you got an answer.",
  },
  mailReplyTo: "Адрес для\u00a0ответа",
  mailReplyToHint:
    "Куда придёт письмо, если на\u00a0него ответят. Пусто: адрес отправителя; в\u00a0чат оно не\u00a0попадёт.",
  mailAbroad:
    "Письмо идёт через почту посетителя, и\u00a0у\u00a0неё могут быть серверы за\u00a0границей. Назовите это в\u00a0согласии, а\u00a0почтовый сервер внесите в\u00a0реестр получателей.",
  chatPage: "Страница чата",
  chatPageHint: "Для\u00a0ссылки в\u00a0соцсетях, на\u00a0визитке и\u00a0в\u00a0QR-коде, и\u00a0если сайта нет.",
};

export const visitorMailEn: typeof visitorMailRu = {
  mail: "Mail to visitors",
  mailLanguage: "Words in",
  mailTicks: {
    answers: "Mail answers that the visitor did not see",
    copies: "Offer a\u00a0copy of the conversation by mail",
  },
  mailAnswersHint:
    "To the address from the form, once the chat is closed and the answer has not been read for two minutes. The mail holds the answer and a\u00a0link back into the chat. It needs a\u00a0form with the field “E-mail”.",
  mailCopiesHint:
    "In the menu of the chat, once somebody has answered: up to 3 an hour and 6 a\u00a0day for one visitor.",
  mailMissing: {
    no_server:
      "No mail goes out: RYADOM_SMTP_URL and RYADOM_MAIL_FROM are not set on the server. What you choose is kept and counts once they are.",
    no_address: "No mail goes out: RYADOM_PUBLIC_URL, which links in mails begin with, is not set on the server.",
  },
  mailSubject: "Subject of a\u00a0mail with an answer",
  mailSubjectHint: {
    ru: "Empty: «Ответ на\u00a0ваше сообщение». A\u00a0subject is seen on locked screens.",
    en: "Empty: An answer to your message. A\u00a0subject is seen on locked screens.",
  },
  mailGreeting: "How the mail begins",
  mailGreetingHint: {
    ru: "Empty: «Здравствуйте. Пока вас не\u00a0было в\u00a0чате, вам ответили.»",
    en: "Empty: Hello. While you were away from the chat, you got an answer.",
  },
  mailReplyTo: "Address for replies",
  mailReplyToHint: "Where a\u00a0reply goes. Empty: to the sender’s address; it does not come into the chat.",
  mailAbroad:
    "A\u00a0mail goes through the visitor’s provider, whose servers may be abroad. Say so in the consent, and put your mail server into the register of recipients.",
  chatPage: "Page of the chat",
  chatPageHint: "For links in social networks, on cards and in QR codes, and where there is no site.",
};
