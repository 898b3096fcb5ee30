// The pages about personal data, fetched when the first of them is opened: operators who answer all day never need them.
import type { ComponentType } from "preact";
import { useTexts } from "../context";
import { useLazy } from "../use_lazy";
import type { PrivacyProps } from "./privacy";

const load = (): Promise<ComponentType<PrivacyProps>> => import("./privacy").then(({ Privacy }) => Privacy);

export function LazyPrivacy(props: PrivacyProps) {
  // Not the words of the pages: whatever this file imports is fetched by everybody.
  const texts = useTexts();
  const { part: View, hasFailed } = useLazy(load);

  if (View) return <View {...props} />;
  return (
    <div class={hasFailed ? "empty" : "empty skeleton"} role={hasFailed ? "alert" : "status"}>
      {hasFailed ? (
        <>
          <p>{texts.pages.notFetched}</p>
          <button class="button" type="button" onClick={() => location.reload()}>
            {texts.link.reload}
          </button>
        </>
      ) : (
        texts.pages.loading
      )}
    </div>
  );
}
