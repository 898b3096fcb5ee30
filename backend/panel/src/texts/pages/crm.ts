// The words of a conversation's cards in CRMs: in the visitor's card, and of what the palette says.

export const crmRu = {
  title: "CRM",
  card: (crm: string, number: string) => `${crm}: карточка ${number}`,
  state: {
    none: "ещё не\u00a0отправлен",
    pending: "отправляется",
    held: "ждёт, подключение остановлено",
    sent: "отправлен",
    failed: "не\u00a0ушло",
    refused: "не\u00a0отправлен",
  },
  sentAt: (when: string) => `отправлен ${when}`,
  because: (state: string, why: string) => `${state}: ${why}`,
  lastTry: (why: string) => `Прошлая попытка: ${why}`,
  send: "Отправить в\u00a0CRM",
  again: "Отправить ещё раз",
  sendTo: (crm: string, host: string) => `Отправить: ${crm}, ${host}`,
  begun: "Отправляем в\u00a0CRM. Как прошло, скажет карточка посетителя.",
  noConnector: "К\u00a0этому сайту CRM не\u00a0подключена.",
  erased: "Данные посетителя уничтожены, отправлять нечего.",
};

export const crmEn: typeof crmRu = {
  title: "CRM",
  card: (crm, number) => `${crm}: card ${number}`,
  state: {
    none: "not sent yet",
    pending: "being sent",
    held: "waits, the connector has stopped",
    sent: "sent",
    failed: "did not get there",
    refused: "not sent",
  },
  sentAt: (when) => `sent ${when}`,
  because: (state, why) => `${state}: ${why}`,
  lastTry: (why) => `The last attempt: ${why}`,
  send: "Send to the CRM",
  again: "Send again",
  sendTo: (crm, host) => `Send to ${crm}, ${host}`,
  begun: "It is being sent to the CRM. The visitor’s card tells how that goes.",
  noConnector: "No CRM is connected to this site.",
  erased: "The visitor’s data were erased: there is nothing to send.",
};
