// The pages about personal data, fetched when the first of them is opened: operators who answer all day never need them.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PrivacyProps } from "./privacy";
import { usePrivacyTexts } from "./words";

type Loading = { readonly view: ComponentType<PrivacyProps> | null; readonly hasFailed: boolean };

export function LazyPrivacy(props: PrivacyProps) {
  const texts = usePrivacyTexts();
  const [{ view: View, hasFailed }, setLoading] = useState<Loading>({ view: null, hasFailed: false });

  useEffect(() => {
    let isGone = false;
    import("./privacy").then(
      ({ Privacy }) => isGone || setLoading({ view: Privacy, hasFailed: false }),
      // The network is away; or the server has a newer panel, and this one's parts are gone.
      () => isGone || setLoading({ view: null, hasFailed: true }),
    );
    return () => {
      isGone = true;
    };
  }, []);

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
