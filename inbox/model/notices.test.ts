import { describe, expect, it } from "vitest";
import { initialNotices, type NoticeAction, unreadCount, updateNotices } from "./notices";

const noticed = (conversation: string, clock = "update"): NoticeAction => ({
  type: "noticed",
  at: 1,
  notice: {
    kind: "clock_missed",
    conversation,
    number: conversation,
    text_key: "notice.clock_missed",
    with: { clock },
  },
});
const after = (...actions: NoticeAction[]) => actions.reduce(updateNotices, initialNotices);

describe("notices", () => {
  it("come newest first and are unread", () => {
    const notices = after(noticed("a"), noticed("b"));
    expect(notices.all.map(({ conversation }) => conversation)).toEqual(["b", "a"]);
    expect(unreadCount(notices)).toBe(2);
  });

  it("stand once, however often the same is told", () => {
    expect(after(noticed("a"), noticed("a"), noticed("a", "resolution")).all).toHaveLength(2);
  });

  it("are read when their conversation is opened, or all at once", () => {
    const notices = after(noticed("a"), noticed("b"), { type: "notice_read", conversation: "a" });
    expect(unreadCount(notices)).toBe(1);
    expect(unreadCount(updateNotices(notices, { type: "notices_read" }))).toBe(0);
  });

  it("do not pile up for ever", () => {
    const many = Array.from({ length: 80 }, (_, index) => noticed(`c${index}`));
    expect(after(...many).all).toHaveLength(50);
  });
});
