// What every view may need without being handed it: the words and the server's clock.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Author } from "../operator.gen";
import { isSeen } from "../state/plain_words";
import type { Texts } from "../texts/ru";
import { ru } from "../texts/ru";

export const TextsContext = createContext<Texts>(ru);

/** Milliseconds since 1970 by the server's clock. */
export const ServerNowContext = createContext<() => number>(() => Date.now());

/** Where another conversation is opened, and whose it is, where it is held. */
export type OtherOf = (id: string) => { readonly href: string; readonly visitor: Author | null };

export const OthersContext = createContext<OtherOf>(() => ({ href: "", visitor: null }));

export function useTexts(): Texts {
  return useContext(TextsContext);
}

/** The server's time, read again every `everyMs`. */
export function useNow(everyMs: number): Date {
  const serverNow = useContext(ServerNowContext);
  const [now, setNow] = useState(() => new Date(serverNow()));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date(serverNow())), everyMs);
    return () => clearInterval(timer);
  }, [serverNow, everyMs]);
  return now;
}

/** The visitor of the open thread, by the name that operators see: entries have the one that visitors give themselves. */
export const VisitorContext = createContext<Author | null>(null);

/** Who it is, as operators see them. */
export function asShown(author: Author, visitor: Author | null): Author {
  return author.id === visitor?.id ? visitor : author;
}

/** What a visitor is called: the name given, or a number from the end of the id, which differs within a UUIDv7's ms. */
export function visitorName(texts: Texts, visitor: Author): string {
  return isSeen(visitor.name) ? visitor.name.trim() : texts.card.visitorNumber(visitor.id.slice(-4));
}
