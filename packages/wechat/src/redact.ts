const TEXT_CHARACTERS_MAX = 500;
// Anything shorter hides nothing, and its removal would tear the text apart.
const SECRET_CHARACTERS_MIN = 4;
const HIDDEN = '[hidden]';

/**
 * Text from outside made fit for a log: the given secrets, everything that looks like one in a URL
 * or JSON, and openids (28 characters beginning with o) are replaced; the rest is shortened.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let result = text.slice(0, TEXT_CHARACTERS_MAX * 4);
  for (const secret of secrets) {
    if (secret.length < SECRET_CHARACTERS_MIN) continue;
    result = result.replaceAll(secret, HIDDEN).replaceAll(encodeURIComponent(secret), HIDDEN);
  }
  return result
    .replace(SECRET_FIELD, `$1${HIDDEN}`)
    .replace(OPENID, HIDDEN)
    .slice(0, TEXT_CHARACTERS_MAX);
}

const SECRET_FIELD =
  /((?:access_token|refresh_token|appsecret|secret|openid|touser|ticket|code|code_url)["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi;
const OPENID = /(?<![A-Za-z0-9_-])o[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])/g;
