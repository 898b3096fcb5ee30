// The chat on a phone: it covers the page, stands above the keyboard, and the way back closes it.

/** Under this width the window covers the page. */
const COVERED = "(max-width: 479px)";

/** https://html.spec.whatwg.org/multipage/interaction.html#close-request: not in Safari, and so not in TypeScript. */
interface CloseWatcher {
  onclose: (() => void) | null;
  destroy(): void;
}
type CloseWatcherClass = new (options: { readonly signal: AbortSignal }) => CloseWatcher;

export interface Screen {
  /** Whether the window covers the page. */
  isCovered(): boolean;
  /** Whether the way back closes the chat from now on, where the browser has a word for it. */
  listenForBack(isWanted: boolean): void;
  /** The window is as high as what the keyboard leaves of the screen. */
  fit(): void;
}

interface ScreenChat {
  redraw(): void;
  close(): void;
  readonly signal: AbortSignal;
}

/** `place`: what the window is drawn in; its style says how high and where the screen is. */
export function createScreen(place: HTMLElement, { redraw, close, signal }: ScreenChat): Screen {
  const narrow = matchMedia(COVERED);
  let back: CloseWatcher | undefined;

  function fit(): void {
    // Where a page is enlarged by pinching, the chat is too, and is looked at piece by piece.
    if (!visualViewport || visualViewport.scale > 1) return;
    // Where it is enlarged by CSS, our pixels are larger than the screen's.
    const zoom = (place as { currentCSSZoom?: number }).currentCSSZoom || 1;
    const { height, offsetTop } = visualViewport;
    place.style.cssText = `--screen-height:${height / zoom}px;--screen-top:${offsetTop / zoom}px`;
  }

  narrow.addEventListener("change", redraw, { signal });
  visualViewport?.addEventListener("resize", fit, { signal });
  visualViewport?.addEventListener("scroll", fit, { signal });
  return {
    isCovered: () => narrow.matches,
    // A gesture or a button. No entry is put in the page's history for it: an application would take it for a page of its own.
    listenForBack(isWanted) {
      const { CloseWatcher } = window as { CloseWatcher?: CloseWatcherClass };
      if (!isWanted) {
        back?.destroy();
        back = undefined;
      } else if (CloseWatcher && !back) {
        back = new CloseWatcher({ signal });
        back.onclose = close;
      }
    },
    fit,
  };
}
