// A whole page that few people see, fetched when it is first opened.
import type { ComponentType } from "preact";
import { useTexts } from "./context";
import { useLazy } from "./use_lazy";

export interface LazyPageProps<P extends object> {
  /** Must be the same at each rendering. */
  readonly load: () => Promise<ComponentType<P>>;
  readonly props: P;
}

export function LazyPage<P extends object>({ load, props }: LazyPageProps<P>) {
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
