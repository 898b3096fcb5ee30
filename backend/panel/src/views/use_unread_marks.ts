// Which conversations the operator has marked unread for themselves. Opening one again takes its mark away.
import { useEffect, useState } from "preact/hooks";
import { loadMarks, marksKeyOf, saveMarks, withMark } from "../live/unread_marks";

export interface UnreadMarks {
  readonly ids: ReadonlySet<string>;
  readonly add: (id: string) => void;
}

export function useUnreadMarks(operatorId: string, openId: string | null): UnreadMarks {
  const [ids, setIds] = useState(() => loadMarks(localStorage, operatorId));

  function set(id: string, isMarked: boolean) {
    // Another tab may have marked one of which this one has not heard yet
    const next = withMark(loadMarks(localStorage, operatorId, ids), id, isMarked);
    saveMarks(localStorage, operatorId, next);
    setIds(next);
  }

  // Only where it is opened: whoever marks the one that is open leaves it in the same moment
  useEffect(() => {
    if (openId !== null && ids.has(openId)) set(openId, false);
  }, [openId]);
  useEffect(() => {
    const follow = ({ key }: StorageEvent) => {
      if (key === marksKeyOf(operatorId)) setIds(loadMarks(localStorage, operatorId));
    };
    window.addEventListener("storage", follow);
    return () => window.removeEventListener("storage", follow);
  }, [operatorId]);
  return { ids, add: (id) => set(id, true) };
}
