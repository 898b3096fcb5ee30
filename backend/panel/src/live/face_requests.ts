// What visitors see of an operator, over HTTP.
import { type Answer, ask, askWith } from "./requests";

export interface Face {
  /** As colleagues see it. */
  readonly name: string;
  /** As visitors do; empty: the same. */
  readonly public_name: string;
  /** The picture is at `/avatars/…`; empty where there is none. */
  readonly avatar: string;
}

export const PICTURE_TYPES = "image/jpeg,image/png,image/webp";
/** More than is kept: what is uploaded is made small by the server, which trusts nobody's making. */
const SENT_SIDE_PX = 384;

export function fetchFace(): Promise<Answer<Face>> {
  return ask("GET", "/account/face");
}

export function changePublicName(publicName: string): Promise<Answer<Face>> {
  return ask("PUT", "/account/face", { public_name: publicName });
}

export async function putAvatar(file: Blob): Promise<Answer<Face>> {
  return askWith("PUT", "/account/avatar", await shrunk(file));
}

export function removeAvatar(): Promise<Answer<Face>> {
  return ask("DELETE", "/account/avatar");
}

/** Small enough for a slow line; as it is, where the browser can't read it: the server says what is wrong with it. */
async function shrunk(file: Blob): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, SENT_SIDE_PX / Math.min(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/png"));
  } catch {
    return file;
  }
}
