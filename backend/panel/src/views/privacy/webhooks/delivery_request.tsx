// The request of a delivery, made anew once it is asked for: what would be sent now, and whether that is what was.
import { useState } from "preact/hooks";
import { type DeliveryRequest, fetchRequest } from "../../../live/webhook_requests";
import { fullWhen } from "../../../texts/time";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";

export interface DeliveryRequestProps {
  readonly webhookId: string;
  readonly eventId: string;
}

export function ShownRequest({ webhookId, eventId }: DeliveryRequestProps) {
  const words = usePrivacyTexts().webhooks;
  const deed = useDeed();
  const [request, setRequest] = useState<DeliveryRequest | null>(null);
  return (
    <div class="webhook__request">
      <button
        class="button"
        type="button"
        aria-disabled={deed.busy}
        onClick={() => void deed.run(() => fetchRequest(webhookId, eventId), setRequest)}
      >
        {request ? words.requestAnew : words.requestShow}
      </button>
      <p class="form__hint">{words.requestHint}</p>
      <Problem failure={deed.failure} say={({ code }) => (code === "webhook_unknown" ? words.requestGone : null)} />
      <div role="status">{request && <Request request={request} />}</div>
    </div>
  );
}

function Request({ request }: { readonly request: DeliveryRequest }) {
  const texts = usePrivacyTexts();
  const words = texts.webhooks;
  const { sent_at: at, sent_bytes: bytes, sent_data: data } = request;
  const head = [`${request.method} ${request.url}`, ...request.headers.map(({ name, value }) => `${name}: ${value}`)];
  return (
    <>
      <p>
        <strong>{words.requestNow}</strong> {request.body !== null && words.requestSame[sameness(request)]}
      </p>
      {at !== null && bytes !== null && data !== null && (
        <p>
          {words.requestSent(
            fullWhen(texts, new Date(at)),
            bytes.toLocaleString(texts.language),
            words.requestData[data],
          )}
        </p>
      )}
      <pre class="webhook__answer webhook__sent">{head.join("\n")}</pre>
      {request.body === null ? (
        <p>{request.withheld && words.requestWithheld[request.withheld]}</p>
      ) : (
        <>
          {request.is_masked && <p>{words.requestMasked}</p>}
          <pre class="webhook__answer webhook__sent">{request.body}</pre>
        </>
      )}
    </>
  );
}

function sameness({ is_same: isSame }: DeliveryRequest): "same" | "other" | "unknown" {
  if (isSame === null) return "unknown";
  return isSame ? "same" : "other";
}
