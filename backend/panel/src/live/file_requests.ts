// Files of conversations, over HTTP: the browser fetches them itself, and the session's cookie says who asks.

/** Where a file for this conversation goes. */
export function uploadAddress(conversationId: string): string {
  return `/panel/api/conversations/${conversationId}/files`;
}

/** A file, to be kept; each opening is journalled. */
export function fileAddress(fileId: string): string {
  return `/panel/api/files/${fileId}`;
}

/** The same, for an image that is shown large; `opening` differs each time, so that no opening is served from memory. */
export function viewAddress(fileId: string, opening: number): string {
  return `${fileAddress(fileId)}?view=${opening}`;
}

/** The same, for an image that the thread shows. */
export function previewAddress(fileId: string): string {
  return `${fileAddress(fileId)}?preview`;
}
