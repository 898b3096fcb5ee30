// One conversation that was found: whose, in which state, and the messages in it; each leads to its place.
import type { FoundConversation, FoundField, FoundMessage } from "../../live/search_requests";
import { formatRoute, type Route } from "../../route";
import { amidWords } from "../../state/plain_words";
import { fullWhen, shortWhen } from "../../texts/time";
import { useTexts, visitorName } from "../context";
import { Icon } from "../icons";
import { Pieces } from "./pieces";
import { useSearchTexts } from "./words";

export interface ResultProps {
  readonly result: FoundConversation;
  readonly route: Route;
  readonly siteName: string | null;
  readonly now: Date;
  readonly isOpen: boolean;
  /** Which message is gone to; null for the conversation as it is. */
  readonly onOpen: (conversationId: string, seq: number | null) => void;
}

export function ResultItem({ result, route, siteName, now, isOpen, onOpen }: ResultProps) {
  const texts = useTexts();
  const words = useSearchTexts();
  const { conversation, messages, name, card = [] } = result;
  const href = formatRoute({ ...route, conversationId: conversation.id });
  const at = new Date(messages[0]?.said_at ?? conversation.created_at);
  const state = [
    siteName,
    conversation.department?.name,
    conversation.status === "closed" ? words.closed : null,
    conversation.assignee?.name,
  ].flatMap((fact) => (fact ? [amidWords(fact)] : []));
  return (
    <li class="result" aria-current={isOpen ? "true" : undefined}>
      <a class="result__head" href={href} data-result onClick={() => onOpen(conversation.id, messages[0]?.seq ?? null)}>
        <span class="result__line">
          <bdi class="result__name">
            {name.length > 0 ? <Pieces pieces={name} /> : visitorName(texts, conversation.visitor)}
          </bdi>
          <time class="row__time" dateTime={at.toISOString()} title={fullWhen(texts, at)}>
            {shortWhen(texts, at, now)}
          </time>
        </span>
        {state.length > 0 && <span class="result__state">{state.join(" · ")}</span>}
        {card.map((found, index) => (
          <Known key={index} found={found} />
        ))}
        {messages[0] && <Words message={messages[0]} />}
      </a>
      {messages.slice(1).map((message) => (
        <a
          key={message.seq}
          class="result__more"
          href={href}
          data-result
          onClick={() => onOpen(conversation.id, message.seq)}
        >
          <Words message={message} />
        </a>
      ))}
      {result.has_more_messages && <p class="result__rest">{words.moreMessages}</p>}
    </li>
  );
}

function Known({ found }: { readonly found: FoundField }) {
  const words = useSearchTexts();
  return (
    <span class="result__words" dir="auto">
      <span class="row__author">{words.fields[found.field] ?? words.onCard}: </span>
      <Pieces pieces={found.pieces} />
    </span>
  );
}

function Words({ message }: { readonly message: FoundMessage }) {
  const texts = useTexts();
  return (
    <span class="result__words" dir="auto">
      {message.is_note && <span class="group__kind">{texts.notes.note} </span>}
      {message.author_name && <span class="row__author">{amidWords(message.author_name)}: </span>}
      <Pieces pieces={message.pieces} />
      {message.files.map((pieces, index) => (
        <span class="result__file" key={index}>
          <Icon name="file" />
          <Pieces pieces={pieces} />
        </span>
      ))}
    </span>
  );
}
