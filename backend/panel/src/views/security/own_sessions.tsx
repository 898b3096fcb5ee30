// Where one is signed in, and the end of what one does not know.
import { useEffect, useState } from "preact/hooks";
import { endOtherSessions, endSession, fetchSessions, type OwnSession } from "../../live/account_requests";
import type { Answer, Failure } from "../../live/requests";
import { fullWhen } from "../../texts/time";
import { useTexts } from "../context";
import { SecurityProblem } from "./security_problem";

/** `version` changes where sessions have ended by something else. */
export function OwnSessions({ version }: { version: number }) {
  const texts = useTexts();
  const [sessions, setSessions] = useState<readonly OwnSession[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  async function load() {
    const answer = await fetchSessions();
    if ("value" in answer) {
      const isOther = (session: OwnSession) => Number(!session.is_current);
      setSessions([...answer.value.sessions].sort((a, b) => isOther(a) - isOther(b)));
    } else setFailure(answer.failure);
  }

  // Asked anew where `version` says that the answer has changed
  useEffect(() => void load(), [version]);

  async function end(asked: string, request: () => Promise<Answer<unknown>>) {
    if (busy || !confirm(`${asked}?`)) return;
    setBusy(true);
    const answer = await request();
    setFailure("failure" in answer && answer.failure.code !== "session_unknown" ? answer.failure : null);
    await load();
    setBusy(false);
  }

  const others = sessions?.filter(({ is_current: isCurrent }) => !isCurrent) ?? [];
  return (
    <>
      <SecurityProblem failure={failure} />
      <ul class="security__sessions">
        {sessions?.map((session) => (
          <li class="security__session" key={session.id}>
            <span>
              {session.is_current ? texts.security.thisSession : texts.security.since(when(session.created_at))}
              <span class="form__hint">
                {session.is_current
                  ? texts.security.since(when(session.created_at))
                  : texts.security.lastSeen(when(session.last_seen_at))}
              </span>
            </span>
            {!session.is_current && (
              <button
                class="button"
                type="button"
                aria-disabled={busy}
                aria-label={texts.security.endThis(when(session.created_at))}
                onClick={() => end(texts.security.endThis(when(session.created_at)), () => endSession(session.id))}
              >
                {texts.security.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions !== null && others.length === 0 && <p class="form__hint">{texts.security.noOthers}</p>}
      {others.length > 1 && (
        <div class="form__actions">
          <button
            class="button"
            type="button"
            aria-disabled={busy}
            onClick={() => end(texts.security.endOthers, endOtherSessions)}
          >
            {texts.security.endOthers}
          </button>
        </div>
      )}
    </>
  );

  function when(at: string): string {
    return fullWhen(texts, new Date(at));
  }
}
