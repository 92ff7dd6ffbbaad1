/** The page WeChat shows instead of the account's when an address of its own is called wrongly. */
export function errorPage(message: string): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>出错了</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { margin: 0; padding: 96px 32px; text-align: center; font: 17px/1.6 system-ui, sans-serif;
  color: #1a1a1a; background: #fff }
i { display: inline-block; width: 72px; height: 72px; border-radius: 50%; background: #fa9d3b;
  color: #fff; font: 700 44px/72px system-ui, sans-serif; margin-bottom: 24px }
</style></head>
<body data-testid="platform-error"><i aria-hidden="true">!</i><p role="alert">${message}</p></body></html>
`;
}

/**
 * Opens an address the way some Android clients do: a request whose answer nobody sees, and at once
 * the page itself, with the same code and the same cookies.
 */
export function doubleCallbackPage(address: string): string {
  const target = JSON.stringify(address).replaceAll('<', String.raw`\u003c`);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>…</title></head><body><script>
const target = ${target};
fetch(target, { mode: 'no-cors', credentials: 'include', keepalive: true }).catch(() => undefined);
location.replace(target);
</script></body></html>
`;
}
