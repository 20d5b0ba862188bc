import { Dialog } from "./Dialog";

export function PictureDialog({ url, name }: { url: string; name: string }) {
  return (
    <Dialog title={name} kind="wide">
      <img class="picture" src={url} alt={name} />
    </Dialog>
  );
}
