// What the server's error codes mean: parts of sentences, as in "That did not work: …". Here are those that may come before
// anything else is fetched; `later_error_words.ts` follows at once, `pages/error_words.ts` with the pages of settings.

type ErrorWords = Readonly<Record<string, string | ((code: string) => string)>> & {
  readonly other: (code: string) => string;
};

export const errorsRu: ErrorWords = {
  bad_body: "поле пустое, слишком длинное или\u00a0с\u00a0недопустимыми знаками",
  conversation_changed: "коллега успел раньше",
  right_missing: "вашей роли это не\u00a0разрешено",
  rate_limited: "слишком часто, подождите немного",
  database_unavailable: "база данных временно недоступна",
  internal: "на\u00a0сервере что-то сломалось, попробуйте ещё раз",
  busy: "сервер занят, попробуйте чуть позже",
  too_slow: "запрос шёл слишком долго, попробуйте ещё раз",
  bad_frame: "поле заполнено не\u00a0так, как нужно",
  route_unknown: "панель обновилась на\u00a0сервере, обновите страницу",
  other: (code: string) => `ошибка сервера (${code})`,
};

export const errorsEn: ErrorWords = {
  bad_body: "the message is empty, too long, or has characters that can’t be stored",
  conversation_changed: "a colleague was quicker",
  right_missing: "your role does not allow this",
  rate_limited: "too often, wait a little",
  database_unavailable: "the database is not available right now",
  internal: "something broke on the server, try again",
  busy: "the server is busy, try a little later",
  too_slow: "the request took too long to get there, try again",
  bad_frame: "a field is not filled in as it should be",
  route_unknown: "the panel was updated on the server, reload the page",
  other: (code) => `server error (${code})`,
};
