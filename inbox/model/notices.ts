/** What an agent should know although another conversation is open: warnings, misses, mentions. */

import type { Moment } from "@firstline/client/protocol";
import type { DeskNotice } from "./wire";

export interface Notice extends DeskNotice {
  id: number;
  at: Moment;
  read: boolean;
}

export interface Notices {
  /** Newest first. */
  all: readonly Notice[];
  nextId: number;
}

export const initialNotices: Notices = { all: [], nextId: 1 };
const KEPT = 50;

export type NoticeAction =
  | { type: "noticed"; notice: DeskNotice; at: Moment }
  | { type: "notices_read" }
  | { type: "notice_read"; conversation: string };

export function updateNotices(notices: Notices, action: NoticeAction): Notices {
  switch (action.type) {
    case "noticed": {
      const notice = { ...action.notice, id: notices.nextId, at: action.at, read: false };
      const others = notices.all.filter((other) => !same(other, notice));
      return { all: [notice, ...others].slice(0, KEPT), nextId: notices.nextId + 1 };
    }
    case "notices_read":
      return markRead(notices, () => true);
    case "notice_read":
      return markRead(notices, (notice) => notice.conversation === action.conversation);
  }
}

/** The same thing told again takes the place of what was told before. */
const same = (one: DeskNotice, other: DeskNotice): boolean =>
  one.conversation === other.conversation &&
  one.text_key === other.text_key &&
  JSON.stringify(one.with) === JSON.stringify(other.with);

function markRead(notices: Notices, which: (notice: Notice) => boolean): Notices {
  if (!notices.all.some((notice) => !notice.read && which(notice))) return notices;
  return {
    ...notices,
    all: notices.all.map((notice) => (which(notice) ? { ...notice, read: true } : notice)),
  };
}

export const unreadCount = (notices: Notices): number =>
  notices.all.filter((notice) => !notice.read).length;
