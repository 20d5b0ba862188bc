import type { Overlay } from "../model/state";
import { useInboxState } from "./context";
import { AssignDialog } from "./dialogs/AssignDialog";
import { FlagDialog } from "./dialogs/FlagDialog";
import { HelpDialog } from "./dialogs/HelpDialog";
import { NoticesDialog } from "./dialogs/NoticesDialog";
import { PaletteDialog } from "./dialogs/PaletteDialog";
import { PictureDialog } from "./dialogs/PictureDialog";
import { ReasonDialog } from "./dialogs/ReasonDialog";
import { ResolveDialog } from "./dialogs/ResolveDialog";
import { SeverityDialog } from "./dialogs/SeverityDialog";
import { TeamDialog } from "./dialogs/TeamDialog";
import { SubjectDialog, TagsDialog } from "./dialogs/TextDialogs";
import { WhyDialog } from "./dialogs/WhyDialog";

/** What lies over the page; one at a time. */
export function Overlays() {
  const overlay = useInboxState((state) => state.overlay);
  return overlay && <Shown overlay={overlay} />;
}

function Shown({ overlay }: { overlay: Overlay }) {
  switch (overlay.kind) {
    case "help":
      return <HelpDialog />;
    case "palette":
      return <PaletteDialog />;
    case "notices":
      return <NoticesDialog />;
    case "why":
      return <WhyDialog />;
    case "severity":
      return <SeverityDialog />;
    case "team":
      return <TeamDialog />;
    case "assign":
      return <AssignDialog />;
    case "tags":
      return <TagsDialog />;
    case "subject":
      return <SubjectDialog />;
    case "resolve":
      return <ResolveDialog />;
    case "flag":
      return <FlagDialog />;
    case "release":
      return <ReasonDialog kind="release" command="release_conversation" optional />;
    case "reopen":
      return <ReasonDialog kind="reopen" command="reopen_conversation" />;
    case "redact":
      return (
        <ReasonDialog
          kind="redact"
          command="redact_message"
          fields={{ positions: [overlay.position] }}
        />
      );
    case "revoke":
      return (
        <ReasonDialog
          kind="revoke"
          command="revoke_investigation"
          fields={{ position: overlay.position }}
        />
      );
    case "picture":
      return <PictureDialog url={overlay.url} name={overlay.name} />;
  }
}
