// Own messages that the server has not acknowledged: on their way, waiting for the network, or refused.
import type { Unsent } from "../state/outgoing";
import { errorText } from "../texts/errors";
import { useTexts } from "./context";
import { MessageFiles } from "./message_files";
import { MessageText } from "./message_text";

export interface UnsentProps {
  readonly unsent: readonly Unsent[];
  readonly connected: boolean;
  readonly onRetry: (echoId: string) => void;
  readonly onDiscard: (message: Unsent) => void;
}

export function UnsentMessages({ unsent, connected, onRetry, onDiscard }: UnsentProps) {
  const texts = useTexts();
  const lastOnItsWay = unsent.filter(({ failure }) => failure === null).at(-1);
  return (
    <>
      {unsent.map((message) => (
        <div class="unsent" key={message.echoId}>
          {message.isNote && <p class="group__kind">{texts.notes.head}</p>}
          <div class={message.failure === null ? "bubble bubble--unsent" : "bubble bubble--failed"} dir="auto">
            {message.body && <MessageText body={message.body} />}
            {message.files.length > 0 && <MessageFiles files={message.files} />}
          </div>
          {message.failure !== null && (
            <p class="group__state group__state--failed" role="alert">
              <span>
                {texts.delivery.failed}: {errorText(texts, message.failure)}
              </span>
              <button class="button button--link" type="button" onClick={() => onRetry(message.echoId)}>
                {texts.delivery.retry}
              </button>
              <button class="button button--link" type="button" onClick={() => onDiscard(message)}>
                {texts.delivery.discard}
              </button>
            </p>
          )}
          {message === lastOnItsWay && (
            <p class="group__state">{connected ? texts.delivery.sending : texts.delivery.waitingForNetwork}</p>
          )}
        </div>
      ))}
    </>
  );
}
