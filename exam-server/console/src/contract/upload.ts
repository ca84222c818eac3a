/** How far a file has been sent, from 0 to 1. */
export type Progress = (part: number) => void;

/**
 * Sends a file and tells how far it is, which `fetch` cannot.
 *
 * @throws TypeError when no answer came
 */
export function upload(method: string, address: string, headers: Readonly<Record<string, string>>, file: Blob, progress: Progress): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.responseType = 'arraybuffer';
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (sent) => {
      if (sent.lengthComputable) progress(sent.loaded / sent.total);
    };
    request.onload = () => resolve(new Response(request.status === 204 ? null : (request.response as ArrayBuffer), { status: request.status, headers: told(request.getAllResponseHeaders()) }));
    request.onerror = request.onabort = () => reject(new TypeError('no answer'));
    request.send(file);
  });
}

function told(headers: string): Headers {
  const all = new Headers();
  for (const line of headers.trim().split(/[\r\n]+/)) {
    const colon = line.indexOf(':');
    if (colon > 0) all.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return all;
}
