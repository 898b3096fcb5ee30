// Somebody who answers and has nothing special, for tests.
import type { Colleague } from "../../../live/colleague_requests";

export function colleagueOf(name: string, change: Partial<Colleague> = {}): Colleague {
  return {
    id: name,
    email: `${name}@shop.test`,
    name,
    role: "operator",
    has_second_factor: false,
    session_count: 0,
    last_seen_at: null,
    is_active: true,
    site_ids: [],
    works_elsewhere: false,
    max_chats: null,
    department_ids: [],
    sees_own_departments_only: false,
    place_version: 0,
    person_version: 0,
    ...change,
  };
}
