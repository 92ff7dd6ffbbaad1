/** A browser without a page: keeps its cookies and sends JSON. */
export interface ApiClient {
  get: <Reply>(path: string) => Promise<Reply>;
  post: <Reply>(path: string, body: object) => Promise<Reply>;
  put: <Reply>(path: string, body: object) => Promise<Reply>;
  patch: <Reply>(path: string, body: object) => Promise<Reply>;
  /** As a browser would keep them, to sign one in without its log-in page. */
  cookies: () => { name: string; value: string; domain: string; path: string }[];
}

export function createApiClient(baseUrl: string): ApiClient {
  const cookies = new Map<string, { value: string; path: string }>();

  async function send<Reply>(method: string, path: string, body?: object): Promise<Reply> {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        cookie: [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; '),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, { value, path: /; Path=([^;]+)/i.exec(cookie)?.[1] ?? '/' });
    }
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
    }
    return (text.startsWith('{') ? JSON.parse(text) : text) as Reply;
  }

  return {
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    cookies: () =>
      [...cookies].map(([name, cookie]) => ({
        name,
        ...cookie,
        domain: new URL(baseUrl).hostname,
      })),
  };
}
