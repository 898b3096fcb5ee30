// What other words for a message are written in, fetched when it is first wanted. Until then the message stands there.
import type { ComponentChildren } from "preact";
import { useTexts } from "./context";
import type { MessageEditorProps } from "./message_editor";
import { useLazy } from "./use_lazy";

const load = () => import("./message_editor").then(({ MessageEditor }) => MessageEditor);

export function LazyMessageEditor({
  children,
  ...props
}: MessageEditorProps & { readonly children: ComponentChildren }) {
  const texts = useTexts();
  const { part: View, hasFailed } = useLazy(load);
  if (View) return <View {...props} />;
  return (
    <>
      {children}
      {hasFailed && <p role="alert">{texts.pages.notFetched}</p>}
    </>
  );
}
