// A picture of the conversation over the panel, as large as the window: arrows lead to the next one, a click, + and − closer and back.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import { fileAddress, viewAddress } from "../../live/file_requests";
import type { Unsent } from "../../state/outgoing";
import { picturesOf } from "../../state/pictures";
import type { Entry } from "../../state/rows";
import styles from "../../styles/picture.css";
import { picturesEn, picturesRu } from "../../texts/pictures";
import { useTexts } from "../context";
import { FileName } from "../file_name";
import { Icon } from "../icons";

adoptStyles(document, styles);

export interface PictureDialogProps {
  /** What is held of the conversation. */
  readonly entries: readonly Entry[];
  readonly unsent: readonly Unsent[];
  /** The picture that is shown first. */
  readonly fileId: string;
  readonly onClose: () => void;
}

/** Of the size at which all of it is seen. */
const MAX_ZOOM = 8;
const ZOOM_STEP = 1.5;
/** What a click makes of a picture that is shown in its own size already. */
const CLICK_ZOOM = 2;
const SCROLL_PX = 80;

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

let openings = 0;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which part of the picture stands at which place of the window, while it grows or shrinks around that. */
interface Held {
  readonly part: readonly [x: number, y: number];
  readonly at: readonly [x: number, y: number];
}

export function PictureDialog({ entries, unsent, fileId, onClose }: PictureDialogProps) {
  const texts = useTexts();
  const words = texts.language === "en" ? picturesEn : picturesRu;
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const [shownId, setShownId] = useState(fileId);
  const [zoom, setZoom] = useState(1);
  /** Of the stage, where nothing is scrolled. */
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  /** As the browser draws it: the server's figures are from before it was turned by how it was held. */
  const [drawn, setDrawn] = useState<(Size & { readonly id: string }) | null>(null);
  const [failedId, setFailedId] = useState<string | null>(null);
  const held = useRef<Held | null>(null);
  const pictures = useMemo(() => picturesOf(entries, unsent), [entries, unsent]);
  const index = pictures.findIndex((one) => one.id === shownId);
  const file = pictures[index];
  const address = useMemo(() => {
    openings += 1;
    return viewAddress(shownId, openings);
  }, [shownId]);

  useLayoutEffect(() => {
    const measure = () => {
      const element = stage.current;
      if (element) setRoom({ width: element.clientWidth, height: element.clientHeight });
    };
    dialog.current?.showModal();
    toggle.current?.focus();
    measure();
    addEventListener("resize", measure);
    return () => removeEventListener("resize", measure);
  }, []);
  // It was deleted or erased meanwhile
  const isGone = file === undefined;
  useEffect(() => {
    if (isGone) dialog.current?.close();
  }, [isGone]);

  useLayoutEffect(() => {
    const picture = toggle.current;
    const element = stage.current;
    if (!picture || !element || !held.current) return;
    const { part, at } = held.current;
    held.current = null;
    const box = picture.getBoundingClientRect();
    element.scrollLeft += box.left + part[0] * box.width - at[0];
    element.scrollTop += box.top + part[1] * box.height - at[1];
  }, [zoom]);

  const own = drawn?.id === shownId ? drawn : { width: file?.width || 1, height: file?.height || 1 };
  // Before it is laid out there is no room
  const fit = Math.min(1, (room.width || own.width) / own.width, (room.height || own.height) / own.height);

  /** Around a point of the window; around the middle of the stage without one. */
  function zoomTo(wanted: number, point?: readonly [number, number]) {
    const box = toggle.current?.getBoundingClientRect();
    const frame = stage.current?.getBoundingClientRect();
    const next = Math.min(MAX_ZOOM, Math.max(1, wanted));
    if (!box || !frame || next === zoom) return;
    const at = point ?? ([frame.left + frame.width / 2, frame.top + frame.height / 2] as const);
    held.current = { part: [partOf(at[0], box.left, box.width), partOf(at[1], box.top, box.height)], at };
    setZoom(next);
  }

  function click(event: MouseEvent) {
    // A key that presses the button is at no point
    const point = event.detail > 0 ? ([event.clientX, event.clientY] as const) : undefined;
    zoomTo(zoom > 1 ? 1 : Math.max(CLICK_ZOOM, 1 / fit), point);
  }

  function go(step: number) {
    const next = pictures[index + step];
    if (!next) return;
    setShownId(next.id);
    setZoom(1);
    setFailedId(null);
  }

  function pressKey(event: KeyboardEvent) {
    // With these the keys are the browser's
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && zoom > 1) stage.current?.scrollBy(arrow[0] * SCROLL_PX, arrow[1] * SCROLL_PX);
    else if (arrow) go(arrow[0]);
    else if (event.key === "+" || event.key === "=") zoomTo(zoom * ZOOM_STEP);
    else if (event.key === "-") zoomTo(zoom / ZOOM_STEP);
    else if (event.key === "0") zoomTo(1);
    else return;
    event.preventDefault();
  }

  const tool = (name: string, isOff: boolean, onPress: () => void) => ({
    type: "button" as const,
    "aria-label": name,
    "aria-disabled": isOff,
    title: name,
    onClick: onPress,
  });
  return (
    <dialog class="picture" ref={dialog} aria-label={file?.name} onClose={onClose} onKeyDown={pressKey}>
      {file && (
        <>
          <header class="picture__bar">
            {/* Drawn in two, the name would be read in two */}
            <h2 class="picture__name" aria-label={file.name}>
              <FileName name={file.name} title={file.name} />
            </h2>
            <p class="picture__place" role="status">
              <span class="unseen">{file.name} </span>
              {words.place(index + 1, pictures.length)}
            </p>
            <div class="picture__tools">
              {pictures.length > 1 && (
                <>
                  <button
                    class="button button--quiet button--icon"
                    {...tool(words.previous, index === 0, () => go(-1))}
                  >
                    <Icon name="back" />
                  </button>
                  <button
                    class="button button--quiet button--icon picture__next"
                    {...tool(words.next, index === pictures.length - 1, () => go(1))}
                  >
                    <Icon name="back" />
                  </button>
                </>
              )}
              <button
                class="button button--quiet button--icon picture__sign"
                {...tool(words.farther, zoom === 1, () => zoomTo(zoom / ZOOM_STEP))}
              >
                −
              </button>
              <button
                class="button button--quiet button--icon picture__sign"
                {...tool(words.nearer, zoom === MAX_ZOOM, () => zoomTo(zoom * ZOOM_STEP))}
              >
                +
              </button>
              <a class="button" href={fileAddress(file.id)} download>
                {words.download}
              </a>
              <button
                class="button button--quiet button--icon"
                {...tool(words.close, false, () => dialog.current?.close())}
              >
                <Icon name="clear" />
              </button>
            </div>
          </header>
          <div class="picture__stage" ref={stage} tabIndex={-1}>
            {failedId === shownId ? (
              <p class="picture__failed" role="alert">
                {words.failed}
              </p>
            ) : (
              <button
                class={zoom > 1 ? "picture__toggle picture__toggle--near" : "picture__toggle"}
                type="button"
                ref={toggle}
                aria-pressed={zoom > 1}
                title={zoom > 1 ? words.whole : words.nearer}
                onClick={click}
              >
                <img
                  key={shownId}
                  class="picture__image"
                  src={address}
                  alt={texts.files.image(file.name)}
                  width={Math.floor(own.width * fit * zoom)}
                  height={Math.floor(own.height * fit * zoom)}
                  onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
                    if (width && height) setDrawn({ id: shownId, width, height });
                  }}
                  onError={() => {
                    // The button goes, and with it the focus, without which no key would be heard
                    if (document.activeElement === toggle.current) stage.current?.focus();
                    setFailedId(shownId);
                  }}
                />
              </button>
            )}
          </div>
        </>
      )}
    </dialog>
  );
}

/** How far along a length a place is, from 0 to 1. */
function partOf(place: number, start: number, length: number): number {
  return length > 0 ? Math.min(1, Math.max(0, (place - start) / length)) : 0.5;
}
