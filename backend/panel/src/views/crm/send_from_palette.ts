// The palette's «Отправить в CRM»: to all CRMs of the conversation's site, with a toast of what came of it.
import { sendToCrm } from "../../live/crm_requests";
import type { Toast } from "../../state/toasts";
import { errorText } from "../../texts/errors";
import { crmEn, crmRu } from "../../texts/pages/crm";
import type { Texts } from "../../texts/ru";

export async function sendFromPalette(
  conversationId: string,
  texts: Texts,
  add: (toast: Omit<Toast, "id">) => void,
): Promise<void> {
  const words = texts.language === "en" ? crmEn : crmRu;
  const answer = await sendToCrm(conversationId, null);
  const kind = "value" in answer ? "done" : "failed";
  add({ text: "value" in answer ? words.begun : saying(answer.failure.code), conversationId, kind, offer: null });

  function saying(code: string): string {
    if (code === "connector_unknown") return words.noConnector;
    if (code === "visitor_erased") return words.erased;
    if (code === "no_connection") return texts.signIn.noConnection;
    return texts.pages.failed(errorText(texts, code));
  }
}
