// The words of a message, as they are; web addresses in them lead there and tell nothing of where they were clicked.
import { useMemo } from "preact/hooks";
import { splitAddresses } from "../state/addresses";
import { useTexts } from "./context";

export function MessageText({ body }: { readonly body: string }) {
  const texts = useTexts();
  const pieces = useMemo(() => splitAddresses(body), [body]);
  return (
    <>
      {pieces.map(({ text, url }, index) =>
        url === null ? (
          text
        ) : (
          <a key={index} href={url} target="_blank" rel="noopener noreferrer nofollow" title={texts.card.opensNewTab}>
            {text}
          </a>
        ),
      )}
    </>
  );
}
